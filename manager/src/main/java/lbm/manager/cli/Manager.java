package lbm.manager.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The manager as the commands that change something see it: asked, and started first where the command may. */
public final class Manager {
    private final Context context;

    public Manager(Context context) {
        this.context = context;
    }

    /** Whether a command may start a manager when none runs. */
    public enum Start {
        /** It brings up apps: {@code start}, {@code serve}. */
        ALWAYS,
        /** Only when processes outlived the last manager: the new one takes them over, then does as asked. */
        FOR_SURVIVORS
    }

    /**
     * Asks, tells the progress, prints the verdict.
     *
     * @param path below {@code /v1}
     * @throws Failure when the manager refuses or fails; a manager started only for this is ended again if nothing runs
     */
    public JsonObject change(String path, Map<String, ? extends @Nullable Object> body, Start start) {
        boolean started = false;
        try {
            return new Operation(context).run(path, body);
        } catch (NoManager nobody) {
            if (start == Start.FOR_SURVIVORS && Survivor.all(context.home()).isEmpty()) {
                throw nobody;
            }
            new ManagerProcess(context).start();
            started = true;
        }
        try {
            return new Operation(context).run(path, body);
        } catch (Failure failure) {
            if (started) {
                endIfIdle();
            }
            throw failure;
        }
    }

    /** The part of a body that tells who asks: folder and environment. */
    public Map<String, @Nullable Object> client() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("cwd", context.cwd().toString());
        body.put("environ", context.environment());
        return body;
    }

    /** Prints what the manager said, then the table and, on request, where the apps are reached. */
    public void show(JsonObject verdict, boolean addresses) {
        String message = verdict.text("message");
        if (!message.isEmpty()) {
            context.out().println(message);
        }
        JsonObject status = new Reports(context).status();
        context.out().print(StatusTable.render(status, context.terminal()));
        if (addresses) {
            context.out().print(StatusTable.addresses(status));
        }
    }

    /** Nothing half started: a manager that came up for a command that then failed leaves again. */
    private void endIfIdle() {
        try {
            List<JsonObject> instances = context.control().get("/apps").orFail().objects("instances");
            if (instances.isEmpty()) {
                new Operation(context).run("/kill", Map.of());
            }
        } catch (Failure failure) {
            // The command's own failure is what the user must read; an idle manager harms nobody.
            return;
        }
    }
}
