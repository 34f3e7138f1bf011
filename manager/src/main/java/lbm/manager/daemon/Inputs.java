package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.instance.Instance;
import lbm.manager.process.io.InputPipe;
import lbm.manager.spec.ExitCode;
import lbm.manager.spec.Program;

/** Lines to the standard input of a program. */
final class Inputs {

    private Inputs() {}

    /** {@code POST /v1/send}: {@code line}, or nothing to find out whether one could be sent. */
    static void send(Manager manager, Request request, Reply reply) {
        String selector = request.text("selector").orElse("");
        List<Instance> chosen = Routes.chosen(manager, List.of(selector));
        if (chosen.size() != 1) {
            throw new IllegalArgumentException(selector + " means " + chosen.size()
                    + " instances; a line goes to one: an id, or "
                    + (chosen.isEmpty() ? "name" : chosen.get(0).spec().name()) + ":0");
        }
        Instance m = chosen.get(0);
        String who = m.spec().name() + ":" + m.slot();
        Optional<Run> run = Optional.ofNullable(manager.runs.get(m.key()));
        if (run.isEmpty() || !(m.spec().program() instanceof Program.Exec)) {
            String why = run.isEmpty() ? " has no process" : " is a worker of lbm's own and reads no input";
            reply.problem(409, ExitCode.FAILED, who + why, List.of());
            return;
        }
        try {
            Optional<String> line = request.text("line");
            InputPipe.write(
                    run.get().process,
                    line.map(text -> (text + "\n").getBytes(StandardCharsets.UTF_8))
                            .orElse(new byte[0]));
            reply.json(
                    200,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("message", line.map(l -> "sent to " + who).orElse("")));
        } catch (IOException e) {
            reply.problem(409, ExitCode.FAILED, who + ": " + e.getMessage(), List.of());
        }
    }
}
