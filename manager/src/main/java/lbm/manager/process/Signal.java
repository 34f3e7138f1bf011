package lbm.manager.process;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A signal of Linux by number (signal(7); x86-64 and aarch64 count alike).
 *
 * @param number 1 to 64
 */
public record Signal(int number) {

    public static final Signal HUP = new Signal(1);
    public static final Signal INT = new Signal(2);
    public static final Signal QUIT = new Signal(3);
    public static final Signal KILL = new Signal(9);
    public static final Signal USR2 = new Signal(12);
    public static final Signal TERM = new Signal(15);
    public static final Signal CONT = new Signal(18);
    public static final Signal STOP = new Signal(19);

    private static final int LAST = 64;
    private static final int FIRST_REALTIME = 34;

    /** Index is the number; 0 is no signal. */
    private static final List<String> NAMES = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");

    /** @throws IllegalArgumentException no such number */
    public Signal {
        if (number < 1 || number > LAST) {
            throw new IllegalArgumentException("no signal has number " + number);
        }
    }

    /** The signal written as {@code INT}, {@code SIGINT}, {@code sigint} or {@code 2}; empty: there is none. */
    public static Optional<Signal> parse(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        if (name.startsWith("SIG")) {
            name = name.substring(3);
        }
        int number = NAMES.indexOf(name);
        if (number < 1) {
            number = name.matches("\\d{1,2}") ? Integer.parseInt(name) : realtime(name);
        }
        return number >= 1 && number <= LAST ? Optional.of(new Signal(number)) : Optional.empty();
    }

    private static int realtime(String name) {
        return name.matches("RTMIN\\+\\d{1,2}") ? FIRST_REALTIME + Integer.parseInt(name.substring(6)) : 0;
    }

    /** {@code SIGINT}, {@code SIGRTMIN+1}. */
    public String name() {
        if (number < NAMES.size()) {
            return "SIG" + NAMES.get(number);
        }
        return number < FIRST_REALTIME ? "signal " + number : "SIGRTMIN+" + (number - FIRST_REALTIME);
    }

    @Override
    public String toString() {
        return name();
    }
}
