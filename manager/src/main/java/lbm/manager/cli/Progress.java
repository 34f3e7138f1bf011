package lbm.manager.cli;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/** Tells on stderr what is being waited for: one rewritten line on a terminal, plain lines elsewhere. */
public final class Progress {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream err;
    private final Terminal terminal;
    private final Set<String> told = new HashSet<>();
    private String shown = "";

    public Progress(PrintStream err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Replaces what is shown. */
    public void show(String text) {
        if (text.equals(shown)) {
            return;
        }
        shown = text;
        if (!terminal.err() && !told.add(text)) {
            // In a log each step is told once; two processes of one slot may say the same by turns.
            return;
        }
        if (terminal.err()) {
            // Cut, since a line that wraps can no longer be rewritten.
            int width = terminal.columns() > 1 ? terminal.columns() - 1 : 79;
            err.print(CLEAR + (text.length() > width ? text.substring(0, width) : text));
        } else {
            err.println(text);
        }
        err.flush();
    }

    /** A line that stays. */
    public void say(String line) {
        end();
        err.println(line);
        err.flush();
    }

    /** Takes the rewritten line away. */
    public void end() {
        if (terminal.err() && !shown.isEmpty()) {
            err.print(CLEAR);
            err.flush();
        }
        shown = "";
    }
}
