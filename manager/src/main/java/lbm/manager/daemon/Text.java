package lbm.manager.daemon;

import java.util.Locale;

/** Figures for people. */
final class Text {

    private Text() {}

    /** {@code 47.3 MB}; powers of 1024 as PM2 and ps count. */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = (double) bytes;
        String unit = "B";
        for (String next : new String[] {"KB", "MB", "GB", "TB"}) {
            if (value < 1024) {
                break;
            }
            value /= 1024;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }

    /** {@code 0.12 ms}. */
    static String millis(long micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros / 1000.0);
    }
}
