package lbm.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFilesTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadByAll() throws IOException {
        Path file = folder.resolve("run/app.pid");
        PidFiles.write(file, "4711");
        PidFiles.write(file, "4712");
        assertEquals("4712", PidFiles.read(file));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var all = Files.list(file.getParent())) {
            assertEquals(List.of(file), all.toList());
        }
    }

    /** A manager of root may write into another user's folder. */
    @Test
    void aLinkIsReplacedAndNotFollowed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "4711");
        Path file = Files.createSymbolicLink(folder.resolve("app.pid"), precious);
        assertEquals("", PidFiles.read(file));
        PidFiles.write(file, "1");
        assertEquals("4711", Files.readString(precious));
        assertFalse(Files.isSymbolicLink(file));
    }

    @Test
    void nothingIsLeftOfWhatCannotBePutInPlace() throws IOException {
        Path file = folder.resolve("app.pid");
        Files.createDirectories(file.resolve("full"));
        assertThrows(IOException.class, () -> PidFiles.write(file, "1"));
        try (var all = Files.list(folder)) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void whatNeverEndsIsNotRead() throws IOException {
        Path endless = Files.createSymbolicLink(folder.resolve("endless.pid"), Path.of("/dev/zero"));
        assertEquals("", PidFiles.read(endless));
        Path large = Files.writeString(folder.resolve("large.pid"), "1".repeat(1 << 20));
        assertEquals(32, PidFiles.read(large).length());
        assertEquals("", PidFiles.read(folder.resolve("nothing")));
        assertFalse(Files.exists(folder.resolve("nothing"), LinkOption.NOFOLLOW_LINKS));
    }
}
