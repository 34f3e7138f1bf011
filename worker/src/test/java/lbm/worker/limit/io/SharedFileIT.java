package lbm.worker.limit.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.Ip;
import lbm.worker.limit.SharedWindows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SharedFileIT {

    private static final UUID BOOT = new UUID(1, 2);
    private static final Ip CLIENT = new Ip(0, 1);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private long nanos = 1_000_000_000_000L;

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private Path file() {
        return folder.resolve("site.rate");
    }

    private SharedFile open(UUID boot, int clients) throws IOException {
        return SharedFile.open(file(), boot, clients, 900_000, 1_000_000, () -> nanos);
    }

    private static long hit(SharedFile file) {
        return SharedWindows.count(file.hit(CLIENT, file.nowMillis()));
    }

    private Process process(int max, int requests) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HitMain.class.getName(),
                        file().toString(),
                        Integer.toString(max),
                        Integer.toString(requests))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }

    private static void go(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    @Test
    void twoProcessesLetExactlyAsManyThroughAsOneWould() throws Exception {
        int max = 300_000;
        List<BufferedReader> outputs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            outputs.add(process(max, max).inputReader());
        }
        for (BufferedReader output : outputs) {
            assertEquals("open", output.readLine());
        }
        for (Process process : processes) {
            go(process);
        }
        long allowed = 0;
        for (BufferedReader output : outputs) {
            allowed += Long.parseLong(output.readLine());
        }
        assertEquals(max, allowed);
    }

    @Test
    void aProcessKilledInTheMiddleLeavesCountsThatGoOn() throws Exception {
        int max = 1_000_000;
        for (int round = 0; round < 5; round++) {
            Files.deleteIfExists(file()); // where the counts have come to their end nothing shows that they go on
            Process victim = process(max, 0);
            assertEquals("open", victim.inputReader().readLine());
            go(victim);
            SharedFile mine = SharedFile.open(file(), 64, 900_000, max, System::nanoTime);
            long before = hit(mine);
            while (hit(mine) < Math.min(before + 1000, max + 1)) {
                Thread.onSpinWait();
            }
            victim.destroyForcibly();
            assertTrue(victim.waitFor(60, TimeUnit.SECONDS));
            long count = hit(mine);
            assertEquals(Math.min(count + 1, max + 1), hit(mine));
        }
    }

    @Test
    void theNextProcessGoesOnWithTheCounts() throws Exception {
        hit(open(BOOT, 64));
        assertEquals(2, hit(open(BOOT, 64)));
    }

    @Test
    void aFileOfAnEarlierBootIsDiscarded() throws Exception {
        hit(open(BOOT, 64));
        assertEquals(1, hit(open(new UUID(3, 4), 64)));
    }

    @Test
    void anotherSizeIsAnotherFileAndWhoHasTheOldOneGoesOnWithIt() throws Exception {
        SharedFile old = open(BOOT, 64);
        hit(old);
        SharedFile larger = open(BOOT, 1024);
        assertEquals(1, hit(larger));
        assertEquals(2, hit(old));
        assertEquals(2, hit(open(BOOT, 1024)));
        assertFalse(Files.exists(folder.resolve("site.rate.new")));
    }

    @Test
    void nonsenseIsReplaced() throws Exception {
        Files.writeString(file(), "not a table");
        assertEquals(1, hit(open(BOOT, 64)));
        assertEquals(2, hit(open(BOOT, 64)));
    }

    @Test
    void aFileThatIsCutOffHarmsNobodyWhoUsesIt() throws Exception {
        SharedFile windows = open(BOOT, 1 << 16);
        for (int i = 0; i < 50_000; i++) { // so often that it is compiled, where the fault comes in another way
            windows.hit(new Ip(1, i % 1000), windows.nowMillis());
        }
        assertEquals(1, hit(windows));
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(SharedWindows.UNCOUNTED, windows.hit(CLIENT, windows.nowMillis()));
        }
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        open(BOOT, 64);
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]", new java.util.TreeSet<>(Files.getPosixFilePermissions(file())).toString());
    }
}
