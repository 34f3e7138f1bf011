package lbm.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockIT {

    @TempDir
    Path folder;

    @Test
    void theLockIsHeldThoughNobodyRefersToIt() throws Exception {
        Path file = folder.resolve("manager.pid");
        assertTrue(HomeLock.take(file).isPresent());
        for (int i = 0; i < 10; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(locked(file), "the garbage collector let go of the lock");
    }

    private static boolean locked(Path file) throws IOException {
        Object inode = Files.getAttribute(file, "unix:ino");
        return Files.readAllLines(Path.of("/proc/locks")).stream().anyMatch(line -> line.contains(":" + inode + " "));
    }
}
