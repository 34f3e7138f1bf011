package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

    @Test
    void splitsAsAShellDoes() {
        assertEquals(Optional.of(List.of()), ShellWords.split("  "));
        assertEquals(Optional.of(List.of("a", "b")), ShellWords.split(" a\tb "));
        assertEquals(Optional.of(List.of("a b", "", "c'd")), ShellWords.split("'a b' \"\" \"c'd\""));
        assertEquals(Optional.of(List.of("--x=1 2", "a\\b")), ShellWords.split("--x='1 2' 'a\\b'"));
        assertEquals(Optional.of(List.of("a b", "\"", "a\\n")), ShellWords.split("a\\ b \"\\\"\" \"a\\n\""));
        assertEquals(
                Optional.of(List.of("ab", "c d", "e")),
                ShellWords.split("a\\\nb \"c \\\nd\" \\\n e"),
                "a line that goes on");
        assertEquals(Optional.of(List.of("$HOME", "*")), ShellWords.split("$HOME *"), "nothing is expanded");
    }

    @Test
    void refusesWhatIsNotClosed() {
        assertEquals(Optional.empty(), ShellWords.split("'a"));
        assertEquals(Optional.empty(), ShellWords.split("a \"b"));
        assertEquals(Optional.empty(), ShellWords.split("a\\"));
    }
}
