package lbm.manager.limits.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lbm.it.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a program in getent's place. */
class DirectoryIT {

    @TempDir
    Path folder;

    private Directory directory(String script, Duration patience, Duration fresh) throws IOException {
        Path program = Files.writeString(
                folder.resolve("getent"), "#!/bin/sh\ncd '" + folder + "'\necho asked >> asked\n" + script + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return new Directory(program.toString(), patience, fresh);
    }

    private int asked() {
        try {
            return Files.readAllLines(folder.resolve("asked")).size();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void whatWasSaidIsRememberedAndWhoIsNotThereIsAskedForAgain() throws IOException {
        Directory directory = directory("[ $3 = ann ] && echo \"$2:$3\"", Duration.ofSeconds(20), Duration.ofHours(1));
        assertEquals(List.of("passwd:ann"), directory.find("passwd", "ann"));
        assertEquals(List.of("passwd:ann"), directory.find("passwd", "ann"));
        assertEquals(List.of("group:ann"), directory.find("group", "ann"));
        assertEquals(2, asked());
        assertEquals(List.of(), directory.find("passwd", "bob"));
        assertEquals(List.of(), directory.find("passwd", "bob"));
        assertEquals(4, asked());
    }

    @Test
    void anOldAnswerServesWhileANewOneIsOnItsWay() throws IOException {
        Directory directory = directory("wc -l < asked", Duration.ofSeconds(20), Duration.ZERO);
        assertEquals(List.of("1"), directory.find("passwd", "ann"));
        assertEquals(List.of("1"), directory.find("passwd", "ann"));
        Patience.await().until(() -> !directory.find("passwd", "ann").equals(List.of("1")));
    }

    @Test
    void oneThatDoesNotAnswerInTimeIsHeardTheNextTime() throws IOException {
        Directory directory = directory(
                "while [ ! -e go ]; do sleep 0.05; done; echo here", Duration.ofMillis(100), Duration.ofHours(1));
        assertEquals(List.of(), directory.find("passwd", "ann"));
        Files.createFile(folder.resolve("go"));
        Patience.await().until(() -> directory.find("passwd", "ann").equals(List.of("here")));
        assertEquals(1, asked());
    }
}
