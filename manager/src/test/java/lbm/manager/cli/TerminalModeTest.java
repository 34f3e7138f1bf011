package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalModeTest {

    private static final String ESC = "\u001b[?";

    @Test
    void aScreenOfItsOwnNeitherWrapsNorShowsACursorAndIsGivenBackAsItWas() throws IOException {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (TerminalMode mode = TerminalMode.keys(new PrintStream(screen, true, StandardCharsets.UTF_8))) {
            assertEquals(24, mode.rows());
        }
        assertEquals(
                ESC + "1049h" + ESC + "25l" + ESC + "7l" + ESC + "7h" + ESC + "25h" + ESC + "1049l",
                screen.toString(StandardCharsets.UTF_8));
    }
}
