package lbm.manager.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A terminal that hands over single keys and shows a screen of its own, until it is closed or the JVM ends. */
public final class TerminalMode implements AutoCloseable {
    private static final int ROWS = 24;
    /** Nor wraps it: a row too wide for a terminal that has become narrow would push the first ones out. */
    private static final String OWN_SCREEN = "\u001b[?1049h\u001b[?25l\u001b[?7l";

    private static final String FORMER_SCREEN = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    private final PrintStream out;
    private final boolean keys;
    private final String former;
    private final Thread restore = new Thread(this::restore, "terminal");

    private TerminalMode(PrintStream out, boolean keys, String former) {
        this.out = out;
        this.keys = keys;
        this.former = former;
    }

    /**
     * Sets the terminal of standard input so; where that is none there are no keys.
     *
     * @param out the terminal's screen
     */
    public static TerminalMode keys(PrintStream out) throws IOException {
        String former = System.getProperty("lbm.tty", "").indexOf('i') >= 0 ? stty("-g") : "";
        TerminalMode mode = new TerminalMode(out, !former.isEmpty(), former);
        Runtime.getRuntime().addShutdownHook(mode.restore);
        if (mode.keys) {
            // Signals stay on, so Ctrl-C ends the command as everywhere.
            var unused = stty("-icanon", "-echo", "min", "0", "time", "10");
        }
        out.print(OWN_SCREEN);
        return mode;
    }

    /** Height now; 24 where it cannot be told. */
    public int rows() throws IOException {
        String size = keys ? stty("size") : "";
        try {
            return Math.max(5, Integer.parseInt(size.split(" ", 2)[0]));
        } catch (NumberFormatException e) {
            return ROWS;
        }
    }

    /** The key that is pressed within so many seconds; -1: none. */
    public int keyWithin(int seconds) throws IOException {
        for (int i = 0; i < seconds; i++) {
            if (!keys) {
                Pause.of(1000);
                continue;
            }
            // Comes back after a second without a key: that is what "time 10" says.
            int key = System.in.read();
            if (key >= 0) {
                return key;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            return; // Going down: the hook does it again, which harms nothing.
        }
    }

    private void restore() {
        out.print(FORMER_SCREEN);
        out.flush();
        if (keys) {
            try {
                var unused = stty(former);
            } catch (IOException e) {
                return; // The terminal is gone.
            }
        }
    }

    private static String stty(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.to(Path.of("/dev/null").toFile()))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return said;
    }
}
