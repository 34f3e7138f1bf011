package lbm.manager.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lbm.manager.install.io.Installations;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;

/** The manager as the commands that change something see it: asked, and started first where the command may. */
public final class Manager {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

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
        JsonObject verdict = changed(path, body, start);
        if (verdict.flag("changed")
                && new Conf(context.home())
                        .ifReadable(Conf.AUTODUMP, context.err())
                        .filter("true"::equals)
                        .isPresent()) {
            ask("/save", Map.of("force", true));
        }
        return verdict;
    }

    private JsonObject changed(String path, Map<String, ? extends @Nullable Object> body, Start start) {
        if (start == Start.FOR_SURVIVORS) {
            return withSurvivors(() -> new Operation(context).run(path, body));
        }
        try {
            return new Operation(context).run(path, body);
        } catch (NoManager nobody) {
            new ManagerProcess(context).start();
        }
        try {
            return new Operation(context).run(path, body);
        } catch (Failure failure) {
            endIfIdle();
            throw failure;
        }
    }

    /**
     * Asks for something short that needs a manager.
     *
     * @throws Failure when the manager refuses
     */
    public JsonObject ask(String path, Map<String, ? extends @Nullable Object> body) {
        String request = JsonWriter.write(body);
        return withSurvivors(() -> context.control()
                .exchange("POST", path, request, Duration.ofSeconds(30))
                .orFail());
    }

    /** Hands on each line of a stream until the manager ends it or this process is ended. */
    public void follow(String path, Consumer<String> line) {
        withSurvivors(() -> {
            context.control().lines("GET", path, "", line);
            return path;
        });
    }

    /**
     * Stops everything and ends the manager; returns when its process is gone, so that a start may follow at once.
     *
     * @throws NoManager when none runs and nothing outlived the last one
     */
    public JsonObject end() {
        return withSurvivors(() -> {
            Identity before = identity();
            JsonObject verdict = new Operation(context).run("/kill", Map.of());
            await("the manager has not ended", () -> !before.lives());
            return verdict;
        });
    }

    /** Has the running manager replaced by the installed one; returns when that one answers. */
    public JsonObject update() {
        return withSurvivors(() -> {
            long begin = System.nanoTime();
            Map<String, @Nullable Object> body = client();
            body.put("command", ownCommand());
            JsonObject verdict = new Operation(context).run("/update", body);
            // The new one is younger than this command; the old one is not, even when it gave its pid away by exec.
            await("the new manager does not answer", () -> youngerThan(Duration.ofNanos(System.nanoTime() - begin)));
            return verdict;
        });
    }

    /** The part of a body that tells who asks: folder and environment. */
    public Map<String, @Nullable Object> client() {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("cwd", context.cwd().toString());
        body.put("who", who());
        body.put("environ", context.environment());
        return body;
    }

    /** For the history: the person behind sudo, else the user. */
    private String who() {
        String user = System.getProperty("user.name", "");
        String person = context.environment().getOrDefault("SUDO_USER", user);
        return person.equals(user) ? user : person + " as " + user;
    }

    /** Prints what the manager said. */
    public void say(JsonObject verdict) {
        String message = verdict.text("message");
        if (!message.isEmpty()) {
            context.out().println(message);
        }
    }

    /** Prints what the manager said, then the table and, on request, where the apps are reached. */
    public void show(JsonObject verdict, boolean addresses) {
        say(verdict);
        JsonObject status = new Reports(context).status();
        context.out().print(StatusTable.render(status, context.terminal()));
        if (addresses) {
            context.out().print(StatusTable.addresses(status));
        }
    }

    /** Asks; when nobody is there but processes outlived the last manager, starts one that takes them over, asks again. */
    private <T> T withSurvivors(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (NoManager nobody) {
            if (Survivor.all(context.home()).isEmpty()) {
                throw nobody;
            }
            new ManagerProcess(context).start();
            return asked.get();
        }
    }

    private Identity identity() {
        JsonObject ping = context.control().get("/ping").orFail();
        return new Identity(ping.number("pid"), ProcFile.startTicks(ping.number("pid")));
    }

    private record Identity(long pid, String startTicks) {
        boolean lives() {
            return !startTicks.isEmpty() && ProcFile.startTicks(pid).equals(startTicks);
        }
    }

    private boolean youngerThan(Duration age) {
        try {
            return context.control().get("/ping").orFail().number("uptimeMillis") <= age.toMillis();
        } catch (Failure failure) {
            // Between the two managers nobody answers, or the old one breaks off: look again.
            return false;
        }
    }

    private List<String> ownCommand() {
        try {
            return Installations.here(context.home().path()).managerCommand();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "lbm's own files cannot be read: " + e.getMessage());
        }
    }

    private void await(String otherwise, BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new Failure(
                        ExitCode.FAILED,
                        otherwise + " after " + PATIENCE.toSeconds() + " s; see "
                                + context.home().log());
            }
            Pause.shortly();
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
