package lbm.worker.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a folder holds, as a page without any style or script, so that every content security policy lets it be.
 *
 * @param path of the folder, decoded, with slashes around it
 * @param more whether the folder holds more than was read
 */
public record Listing(String path, List<Entry> entries, boolean more) {

    /**
     * A file or folder.
     *
     * @param size bytes
     * @param modified seconds since the epoch
     */
    public record Entry(String name, boolean folder, long size, long modified) {}

    /** Folders first, names as people sort them, and always in the same order. */
    private static final Comparator<Entry> ORDER = Comparator.comparing((Entry it) -> !it.folder())
            .thenComparing(Entry::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Entry::name);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The page, UTF-8. */
    public byte[] html() {
        StringBuilder out = new StringBuilder(256 + 128 * entries.size());
        String title = "Index of " + escape(path);
        out.append("<!doctype html>\n<html>\n<head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">")
                .append("<title>")
                .append(title)
                .append("</title></head>\n<body>\n<h1>")
                .append(title)
                .append("</h1>\n<table>\n")
                .append("<tr><th align=\"left\">Name</th><th align=\"right\">Size</th><th>Changed (UTC)</th></tr>\n");
        if (!path.equals("/")) {
            out.append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
        }
        entries.stream().sorted(ORDER).forEach(it -> row(it, out));
        out.append("</table>\n");
        if (more) {
            out.append("<p>There are more than these ").append(entries.size()).append(".</p>\n");
        }
        return out.append("</body>\n</html>\n").toString().getBytes(UTF_8);
    }

    private static void row(Entry entry, StringBuilder out) {
        String slash = entry.folder() ? "/" : "";
        // Begins with "./", so that no name is read as a scheme.
        out.append("<tr><td><a href=\"./");
        Target.Path.encode(entry.name(), out);
        out.append(slash)
                .append("\">")
                .append(escape(entry.name()))
                .append(slash)
                .append("</a></td><td align=\"right\">")
                .append(entry.folder() ? "" : size(entry.size()))
                .append("</td><td>")
                .append(TIME.format(Instant.ofEpochSecond(entry.modified())))
                .append("</td></tr>\n");
    }

    /** {@code 812 B}, {@code 1.4 KB}, {@code 20 MB}. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1023.5 && unit < 4) {
            value /= 1024;
            unit++;
        }
        String number = String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
        return number + " " + "KMGTP".charAt(unit) + "B";
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c < 0x20 || c == 0x7f ? '\ufffd' : c);
            }
        }
        return out.toString();
    }
}
