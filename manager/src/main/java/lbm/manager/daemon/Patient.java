package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import lbm.manager.health.Probe;
import lbm.manager.health.Vigil;
import lbm.manager.health.io.Asking;
import lbm.manager.process.Command;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Check;
import lbm.manager.spec.Entry;
import org.jspecify.annotations.Nullable;

/** One process that has checks: what is asked of it and how far that is. Mutable, used by the loop alone. */
final class Patient {

    /** Channels of the program, on which nobody else shall speak. */
    private static final Set<String> NOT_FOR_CHECKS =
            Set.of("NODE_CHANNEL_FD", "NODE_UNIQUE_ID", "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES");

    /** Variables that belong to a user. */
    private static final List<String> IDENTITY = List.of("HOME", "USER", "LOGNAME");

    final Run run;
    final int slot;
    private final Launching launching;

    /** Until it can serve. */
    @Nullable
    Vigil ready;

    /** Once it serves. */
    @Nullable
    Vigil alive;

    @Nullable
    Asking asking;

    Patient(Run run, int slot, Launching launching) {
        this.run = run;
        this.slot = slot;
        this.launching = launching;
    }

    void forgetQuestion() {
        if (asking != null) {
            asking.cancel();
            asking = null;
        }
    }

    /** @throws IllegalArgumentException the check has a target that cannot be asked */
    Probe probe(Check check) {
        return Probe.of(check, host(), port());
    }

    /** As {@link #probe} for the operator. */
    String tell(Vigil vigil, long now) {
        try {
            return vigil.tell(probe(vigil.check()), now);
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String host() {
        if (run.spec.entry().mode() == Entry.Mode.PROXY) {
            return "127.0.0.1";
        }
        String host = run.spec.listen().map(AppSpec.Listen::host).orElse("0.0.0.0");
        return host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
    }

    private OptionalInt port() {
        String told = launching.env().getOrDefault("PORT", "");
        return told.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(told)) : OptionalInt.empty();
    }

    /** A check by command runs where and as whom the program runs, under a mark of its own: it is no part of it. */
    Command command(List<String> argv, String mark) {
        Map<String, String> env = new HashMap<>(launching.env());
        env.keySet().removeAll(NOT_FOR_CHECKS);
        env.put("LBM_PID", Long.toString(run.process.pid()));
        env.put(Command.MARK, mark);
        return launching.beside(argv, env);
    }

    /** Writes down as whom the program was started. */
    void save(ObjectNode node) {
        if (!launching.launchers().isEmpty()) {
            ObjectNode as = node.putObject("checksAs");
            launching.launchers().forEach(as.putArray("through")::add);
            ObjectNode env = as.putObject("env");
            for (String name : IDENTITY) {
                Optional.ofNullable(launching.env().get(name)).ifPresent(value -> env.put(name, value));
            }
        }
    }

    void restore(JsonNode node) {
        JsonNode as = node.path("checksAs");
        List<String> through = new ArrayList<>();
        as.path("through").forEach(word -> through.add(word.asText()));
        launching.through(through);
        as.path("env")
                .properties()
                .forEach(e -> launching.env().put(e.getKey(), e.getValue().asText()));
    }
}
