package lbm.manager.install.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lbm.manager.service.ServiceVariables;

/**
 * A throw-away LBM_HOME with a small site in it, where the programs are rehearsed. Closing it ends every process that was
 * started for it, by the LBM_HOME in their environment, and removes the folder.
 */
final class Stage implements AutoCloseable {
    private static final long LONGEST_SECONDS = 300;

    private final Path home;
    private final Thread atExit = new Thread(this::sweep, "end rehearsal");

    private Stage(Path home) {
        this.home = home;
    }

    /** Sets it up; what a killed manager may have left of an earlier one is cleared first. */
    static Stage set(Path home) throws IOException {
        Stage stage = new Stage(home);
        stage.sweep();
        stage.remove();
        Files.createDirectories(stage.recordings());
        Path site = Files.createDirectories(home.resolve("site"));
        Files.writeString(site.resolve("index.html"), "<!doctype html><title>rehearsal</title>");
        Files.writeString(site.resolve("app.js"), "export const value = 1;\n".repeat(100));
        Files.writeString(stage.ecosystem(), """
                apps:
                  - name: rehearsal
                    script: serve
                    cwd: %s
                    host: 127.0.0.1
                    port: %d
                    instances: 1
                    kill_timeout: 60s
                    listen_timeout: 60s
                    exec_mode: cluster
                    serve: {root: site, spa: true}
                """.formatted(quoted(home), freePort()));
        Runtime.getRuntime().addShutdownHook(stage.atExit);
        return stage;
    }

    /** A folder a program may record in. */
    Path recording(String name) throws IOException {
        return Files.createDirectories(recordings().resolve(name));
    }

    /** What programs of this label recorded, the richest first; a program that was killed may have left half of one. */
    List<Path> recordingsOf(String label) throws IOException {
        try (Stream<Path> folders = Files.list(recordings())) {
            return folders.map(folder -> folder.resolve(label))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing((Path file) -> file.toFile().length())
                            .reversed())
                    .toList();
        }
    }

    private Path recordings() {
        return home.resolve("recordings");
    }

    Path ecosystem() {
        return home.resolve("ecosystem.yaml");
    }

    /**
     * Runs a command to its end, at the lowest priority.
     *
     * @throws IOException when it fails or takes longer than five minutes, with the last line it wrote
     */
    void run(List<String> command) throws IOException, InterruptedException {
        if (!succeeds(command)) {
            List<String> lines = Files.readAllLines(output(), StandardCharsets.ISO_8859_1);
            throw new IOException("the rehearsal failed" + (lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1)));
        }
    }

    /** The same, telling instead of throwing. */
    boolean succeeds(List<String> command) throws IOException, InterruptedException {
        List<String> nice = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
            nice.addAll(List.of("/usr/bin/nice", "-n", "19"));
        }
        nice.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(nice)
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output().toFile())
                .redirectErrorStream(true);
        builder.environment().put("LBM_HOME", home.toString());
        // The rehearsal must not report to systemd in the real manager's name.
        builder.environment().keySet().removeAll(ServiceVariables.ALL);
        Process process = builder.start();
        try {
            return process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Waits until the manager and its workers have ended: they write their recordings last. */
    void awaitEnd() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (System.nanoTime() < end && processes().findAny().isPresent()) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private Path output() {
        return home.resolve("output");
    }

    @Override
    public void close() throws IOException {
        sweep();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook sweeps once more, which does no harm.
            return;
        }
        remove();
    }

    /** Ends whatever runs for this home: manager and worker leave our process tree, so only their environment tells. */
    private void sweep() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    private Stream<ProcessHandle> processes() {
        byte[] wanted = ("\0LBM_HOME=" + home + "\0").getBytes(StandardCharsets.UTF_8);
        String needle = new String(wanted, StandardCharsets.ISO_8859_1);
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> environment(process.pid()).contains(needle));
    }

    private static String environment(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return "\0" + new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Another user's, or gone.
            return "";
        }
    }

    private void remove() throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }
}
