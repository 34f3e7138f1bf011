package lbm.manager.cli;

import java.util.Map;
import java.util.Properties;

/**
 * What the launcher found out about the three standard streams; the JVM cannot ask by itself.
 *
 * @param out whether stdout is a terminal
 * @param err whether stderr is one
 * @param colour whether stdout may be coloured: a terminal, and not {@code NO_COLOR} nor {@code TERM=dumb}
 * @param columns width of the terminal; 0: unknown, do not cut
 */
public record Terminal(boolean out, boolean err, boolean colour, int columns) {

    /** Reads {@code lbm.tty} ({@code i}, {@code o}, {@code e} for each stream that is one) and {@code lbm.columns}. */
    public static Terminal of(Properties properties, Map<String, String> environment) {
        String streams = properties.getProperty("lbm.tty", "");
        boolean out = streams.indexOf('o') >= 0;
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(
                out, streams.indexOf('e') >= 0, out && !plain, number(properties.getProperty("lbm.columns", "")));
    }

    private static int number(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
