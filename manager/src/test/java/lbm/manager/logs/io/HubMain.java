package lbm.manager.logs.io;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import lbm.manager.logs.LogTargets;
import lbm.manager.logs.Stream;
import lbm.manager.logs.StreamKey;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.Processes;

/** A manager that does nothing but logs, to be killed: {@code HubMain HOME (PID OUT ERR)...}, the names of its pipes after each process; ends when stdin does. */
final class HubMain {

    private HubMain() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        LogHub hub = LogHub.open(home);
        for (int i = 1; i < args.length; i += 3) {
            ProcessId process = Processes.identify(Long.parseLong(args[i])).orElseThrow();
            for (Stream stream : Stream.values()) {
                CompletableFuture<Boolean> found = new CompletableFuture<>();
                String pipe = args[i + stream.fd()];
                hub.adopt(new StreamKey(i / 3 + 1, stream), "app", process, pipe, targets(home), found::complete);
                if (!found.get()) {
                    throw new IllegalStateException("no pipe " + stream + " of " + process);
                }
            }
        }
        System.out.println("attached");
        while (System.in.read() >= 0) {
            System.out.println("still here");
        }
        hub.close();
    }

    static LogTargets targets(Path home) {
        return new LogTargets(
                Optional.of(home.resolve("logs/out.log")),
                Optional.of(home.resolve("logs/err.log")),
                Optional.of(home.resolve("logs/all.log")),
                Optional.of("YYYY-MM-DD HH:mm:ss.SSS Z"),
                false);
    }
}
