package lbm.manager.cli;

import java.util.Map;
import java.util.Optional;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;

/** One request that changes something: sends it, tells how it goes, ends with the manager's verdict. */
public final class Operation {
    private final Context context;
    private final Progress progress;
    private Optional<JsonObject> verdict = Optional.empty();
    private volatile boolean running;

    public Operation(Context context) {
        this.context = context;
        this.progress = new Progress(context.err(), context.terminal());
    }

    /**
     * Sends the request and waits for its end.
     *
     * @param path below {@code /v1}
     * @return the manager's last line, when it is a success
     * @throws Failure when it is not
     */
    public JsonObject run(String path, Map<String, ? extends @Nullable Object> body) {
        Thread interrupted = new Thread(this::sayThatItGoesOn, "interrupted");
        addHook(interrupted);
        running = true;
        try {
            context.control().lines("POST", path, JsonWriter.write(body), this::line);
        } finally {
            running = false;
            progress.end();
            removeHook(interrupted);
        }
        JsonObject last = verdict.orElseThrow(() -> new Failure(
                ExitCode.FAILED,
                "the manager ended before the command was done; see "
                        + context.home().log()));
        if (last.number("exit") != 0) {
            throw new Failure((int) last.number("exit"), last.text("error"), last.texts("details"));
        }
        return last;
    }

    private void line(String text) {
        if (text.isBlank()) {
            return;
        }
        JsonObject line;
        try {
            line = JsonReader.object(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.FAILED, "the manager's answer cannot be read: " + e.getMessage());
        }
        if (line.flag("done")) {
            verdict = Optional.of(line);
        } else if (line.has("progress")) {
            progress.show(line.text("progress"));
        } else if (line.has("warning")) {
            progress.say("lbm: warning: " + line.text("warning"));
        } else if (line.has("note")) {
            progress.say("lbm: " + line.text("note"));
        }
    }

    private void sayThatItGoesOn() {
        if (running) {
            progress.say("lbm: not waiting any longer; the manager goes on with it, `lbm list` shows how far it is");
        }
    }

    private static void addHook(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This command is ending already; its user knows.
            return;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already: the hook runs, which is right.
            return;
        }
    }
}
