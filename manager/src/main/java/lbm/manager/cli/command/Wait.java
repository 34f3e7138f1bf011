package lbm.manager.cli.command;

import java.util.List;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.Pause;
import lbm.manager.spec.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm wait}: returns when apps are as they shall be. */
@Command(
        name = "wait",
        description = "Wait until every instance of apps is ready, stopped, or has completed its work.",
        footerHeading = "%nExample:%n",
        footer = {"  lbm wait web --for ready --timeout 30", "  lbm wait migrate --for completed"})
final class Wait extends Base {
    private static final long LOOK_MILLIS = 100;
    private static final long BELIEF_MILLIS = 500;
    private static final List<String> STATES = List.of("ready", "stopped", "completed");

    @Parameters(arity = "1..*", paramLabel = "SELECTOR", description = "all, id, name, namespace, /regex/, name:N.")
    List<String> selectors = List.of();

    @Option(
            names = "--for",
            paramLabel = "ready|stopped|completed",
            description = {
                "What to wait for (default: ready).",
                "Completed: ended by itself with exit code 0 or one of stop_exit_codes."
            })
    String state = "ready";

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "After it the wait has failed (default: 60).")
    int timeout = 60;

    Wait(Context context) {
        super(context);
    }

    @Override
    int run() {
        if (state.equals("online")) {
            state = "ready";
        }
        if (!STATES.contains(state)) {
            throw new Failure(
                    ExitCode.USAGE, "\"" + state + "\" is not known here; expected ready, stopped or completed");
        }
        if (timeout < 0) {
            throw new Failure(ExitCode.USAGE, "--timeout is " + timeout + ", not a number of seconds from 0");
        }
        long end = System.nanoTime() + timeout * 1_000_000_000L;
        while (true) {
            List<JsonObject> all = Chosen.of(context, selectors);
            Optional<JsonObject> other = all.stream().filter(it -> !there(it)).findFirst();
            if (other.isEmpty()) {
                return 0;
            }
            JsonObject instance = other.get();
            String name = instance.text("name") + ":" + instance.text("slot");
            if (never(instance)) {
                throw new Failure(
                        ExitCode.FAILED, name + " is " + instance.text("status") + ": " + instance.text("why"));
            }
            if (System.nanoTime() - end >= 0) {
                throw new Failure(
                        ExitCode.FAILED,
                        name + " is " + instance.text("status") + " after " + timeout + " s, not " + state);
            }
            Pause.of(LOOK_MILLIS);
        }
    }

    private boolean there(JsonObject instance) {
        String status = instance.text("status");
        return switch (state) {
            case "ready" -> (status.equals("online") && believed(instance)) || instance.flag("completed");
            case "completed" -> instance.flag("completed");
            default -> status.equals("stopped") || status.equals("errored");
        };
    }

    /** As for {@code lbm start}: one that crashes again and again is online for a moment each time. */
    private static boolean believed(JsonObject instance) {
        return instance.number("uptimeMillis") >= BELIEF_MILLIS;
    }

    /** Whether it has come to an end that is another one than was waited for. */
    private boolean never(JsonObject instance) {
        String status = instance.text("status");
        return !state.equals("stopped")
                && (status.equals("errored") || (state.equals("completed") && status.equals("stopped")));
    }
}
