package lbm.manager.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import lbm.manager.install.io.Installations;
import lbm.manager.service.ServiceVariables;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;

/** Starts a manager in a session of its own and waits until it answers. */
public final class ManagerProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration ONE_ANSWER = Duration.ofSeconds(5);

    /** A manager that has the home and does not answer for so long may be on its way out. */
    private static final long BUSY_NANOS = 500_000_000L;

    private static final int LAST_BYTES = 4096;
    private static final int LAST_LINES = 8;

    private final Context context;
    private final Duration patience;

    public ManagerProcess(Context context) {
        this(context, PATIENCE);
    }

    /** For a caller who waits for another time than 15 s. */
    ManagerProcess(Context context, Duration patience) {
        this.context = context;
        this.patience = patience;
    }

    /**
     * Returns when a manager answers: this one, or another that was started at the same moment.
     *
     * @throws Failure when none does within 15 s, with what it last wrote
     */
    public void start() {
        Path log = context.home().log();
        try {
            prepare(log);
            long before = Files.size(log);
            long end = System.nanoTime() + patience.toNanos();
            boolean answers;
            do {
                answers = await(spawn(log), log, before, end);
            } while (!answers);
        } catch (IOException e) {
            throw notStarted(e);
        }
    }

    /**
     * Starts a manager that belongs to this command: same session, what it says goes to stderr.
     *
     * @param ending ends it when this command ends, however early
     * @return its process, when it answers
     * @throws Failure when it does not within 15 s; its own words are on stderr then
     */
    public Process startAttached(Consumer<Process> ending) {
        try {
            prepare(context.home().log());
            ProcessBuilder builder = builder(new ArrayList<>()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            AtomicReference<@Nullable Process> started = new AtomicReference<>();
            // Before it is there: a signal that comes now shall not leave a manager behind that nobody knows of.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endStarted(started, ending), "end the manager"));
            long before = Files.size(context.home().log());
            long end = System.nanoTime() + patience.toNanos();
            while (true) {
                Process process;
                synchronized (started) {
                    process = builder.start();
                    started.set(process);
                }
                if (await(process, context.home().log(), before, end)) {
                    return process;
                }
            }
        } catch (IOException e) {
            throw notStarted(e);
        }
    }

    private static void endStarted(AtomicReference<@Nullable Process> started, Consumer<Process> ending) {
        Process process;
        synchronized (started) {
            process = started.get();
        }
        if (process != null) {
            ending.accept(process);
        }
    }

    private Failure notStarted(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return new Failure(
                    ExitCode.NO_PERMISSION,
                    "no permission to write " + denied.getFile() + "; set LBM_HOME to a folder of your own");
        }
        if (!Files.isDirectory(context.home().path())) {
            return new Failure(
                    ExitCode.FAILED, "the folder LBM_HOME=" + context.home().path() + " cannot be made");
        }
        return new Failure(ExitCode.FAILED, "the manager cannot be started: " + e.getMessage());
    }

    private void prepare(Path log) throws IOException {
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            Files.createDirectories(context.home().path(), onlyOwner);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.USAGE, "LBM_HOME=" + context.home().path() + " is not a folder");
        }
        var onlyReadable = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.createFile(log, onlyReadable);
        } catch (FileAlreadyExistsException e) {
            // Appended to from then on.
            return;
        }
    }

    private Process spawn(Path log) throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own, so that Ctrl-C and the end of this terminal do not reach it. Without setsid (BusyBox
        // has
        // it, most do) the manager leaves the session by itself.
        if (onPath("setsid")) {
            command.add("setsid");
        }
        return builder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true)
                .start();
    }

    private ProcessBuilder builder(List<String> command) throws IOException {
        command.addAll(Installations.here(context.home().path()).managerCommand());
        ProcessBuilder builder = new ProcessBuilder(command)
                // Not the user's folder: a daemon that stays there keeps it from being unmounted.
                .directory(context.home().path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith(UserEnvironment.SAVED));
        // Whatever unit this command may run in: it is not that unit's main process which is started here.
        environment.keySet().removeAll(ServiceVariables.ALL);
        environment.put("LBM_HOME", context.home().path().toString());
        return builder;
    }

    /** @return whether a manager answers; else another one has the home, and is as likely to leave as to come */
    private boolean await(Process process, Path log, long before, long end) throws IOException {
        long busyUntil = end;
        while (System.nanoTime() < end) {
            if (answers()) {
                return true;
            }
            boolean gone = !process.isAlive();
            if (gone && process.exitValue() == ExitCode.BUSY.code()) {
                // It was quicker, which is as good; it may need a moment until it answers.
                busyUntil = Math.min(busyUntil, System.nanoTime() + BUSY_NANOS);
                if (System.nanoTime() >= busyUntil) {
                    return false;
                }
            } else if (gone) {
                int code = process.exitValue();
                boolean known = code > 0 && code < ExitCode.values().length;
                throw failure(
                        known ? code : ExitCode.FAILED.code(),
                        "the manager ended at once with status " + code,
                        log,
                        before);
            }
            Pause.shortly();
        }
        throw failure(
                ExitCode.FAILED.code(),
                "the manager does not answer after " + patience.toSeconds() + " s",
                log,
                before);
    }

    private static Failure failure(int code, String what, Path log, long before) throws IOException {
        List<String> last = last(log, before);
        if (!last.isEmpty()) {
            return new Failure(code, what + "; " + log + " ends with:", last);
        }
        boolean full = Files.getFileStore(log).getUsableSpace() == 0;
        return new Failure(
                code, what + "; " + (full ? "no space is left for " : "nothing was written to ") + log, last);
    }

    private boolean answers() {
        if (!Files.exists(context.home().socket())) {
            return false;
        }
        try {
            return context.control().exchange("GET", "/ping", "", ONE_ANSWER).ok();
        } catch (NoManager nobody) {
            // The socket of a former manager, until the new one has replaced it.
            return false;
        }
    }

    private boolean onPath(String program) {
        for (String folder : context.environment().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** What was written since: its last lines. */
    private static List<String> last(Path log, long before) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(before, file.length() - LAST_BYTES);
            byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        }
    }
}
