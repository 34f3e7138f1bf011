package lbm.worker.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real worker process. */
final class WorkerProcess implements AutoCloseable {

    final Process process;
    final Path out;

    WorkerProcess(Path home, Path root, int id, int warmup) throws IOException {
        this(home, id, Map.of("LBM_SERVE", "{\"root\":\"" + root + "\",\"spa\":true,\"warmup\":" + warmup + "}"));
    }

    WorkerProcess(Path home, int id, Map<String, String> more) throws IOException {
        out = home.resolve("worker-" + id + ".log");
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "lbm.worker.Main"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        Map<String, String> env = builder.environment();
        env.put("LBM_LINK", home.resolve("link.sock").toString());
        env.put("LBM_TOKEN", "token");
        env.put("LBM_APP", "site");
        env.put("LBM_ID", Integer.toString(id));
        env.put("LBM_INSTANCE", Integer.toString(id));
        env.put("LBM_GENERATION", "1");
        env.put("LBM_HOME", home.toString());
        env.putAll(more);
        process = builder.start();
    }

    long pid() {
        return process.pid();
    }

    /** Its descriptors now: number to target. */
    List<String> descriptors() throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
            for (Path descriptor : all.toList()) {
                try {
                    targets.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // closed between list and look
                }
            }
        }
        return targets;
    }

    long sockets() throws IOException {
        return descriptors().stream().filter(it -> it.startsWith("socket:")).count();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /** Stops it and waits until every thread stands still: the signal alone only asks for it. */
    void stop() throws IOException, InterruptedException {
        signal("STOP");
        await().atMost(60, TimeUnit.SECONDS).until(() -> {
            try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
                return tasks.allMatch(WorkerProcess::stopped);
            }
        });
    }

    private static boolean stopped(Path task) {
        try {
            return Files.readString(task.resolve("status")).contains("State:\tT");
        } catch (IOException e) {
            return true; // a thread that has ended
        }
    }

    int exit() throws InterruptedException {
        return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    String log() throws IOException {
        return Files.readString(out);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
