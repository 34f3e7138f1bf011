package lbm.manager.cli;

/** Durations, sizes and shares as a person reads them; without {@code String.format}, which costs start-up. */
public final class Units {
    private static final String SIZES = "KMGT";

    private Units() {}

    /** {@code 850ms}, {@code 12s}, {@code 5m}, {@code 3h}, {@code 41d}: the largest unit alone. */
    public static String duration(long millis) {
        long seconds = millis / 1000;
        if (seconds < 1) {
            return Math.max(0, millis) + "ms";
        } else if (seconds < 60) {
            return seconds + "s";
        } else if (seconds < 3600) {
            return seconds / 60 + "m";
        } else if (seconds < 86_400) {
            return seconds / 3600 + "h";
        }
        return seconds / 86_400 + "d";
    }

    /** {@code 0B}, {@code 58.1M}, {@code 1.0G}: powers of 1024, one digit after the point. */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return Math.max(0, bytes) + "B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1023.95 && unit < SIZES.length() - 1) {
            value /= 1024;
            unit++;
        }
        return tenths(value) + SIZES.charAt(unit);
    }

    /** {@code 0%}, {@code 12.5%}. */
    public static String percent(double value) {
        String text = tenths(value);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + "%";
    }

    private static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }
}
