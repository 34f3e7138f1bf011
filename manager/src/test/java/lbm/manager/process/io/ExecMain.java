package lbm.manager.process.io;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Becomes a shell that tells what it found; to be run in a JVM of its own. */
final class ExecMain {

    private ExecMain() {}

    public static void main(String[] args) throws Exception {
        Self.setsid();
        try {
            Self.exec(List.of("/no/such/program"), Map.of());
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
        // One descriptor that would leak, and one to be kept.
        try (FileInputStream leak = new FileInputStream("/proc/self/stat")) {
            int kept = Descriptors.dup(0);
            System.out.println(leak.read() > 0 ? "open" : "empty");
            System.out.flush();
            Thread other = new Thread(() -> exec(kept));
            other.start();
            other.join();
        }
    }

    private static void exec(int kept) {
        String script = "echo pid $$; cut -d' ' -f6 /proc/$$/stat; echo $(ls /proc/self/fd) kept " + kept
                + "; grep SigBlk /proc/self/status; echo $A";
        try {
            Self.exec(List.of("sh", "-c", script), Map.of("PATH", "/usr/bin:/bin", "A", "b c"), java.util.Set.of(kept));
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
