package lbm.manager.cli;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lbm.manager.logs.DateFormat;
import org.jspecify.annotations.Nullable;

/** Prints the manager's stream of log lines. */
public final class LogPrinter {
    private static final String HIGHLIGHT = "\u001b[7m";

    private final Context context;
    private final Style style;
    private int width;

    /** Without filter, stamp and highlight. */
    public LogPrinter(Context context, Form form) {
        this(context, new Style(form, LogFilter.ALL, Optional.empty(), Optional.empty()));
    }

    public LogPrinter(Context context, Style style) {
        this.context = context;
        this.style = style;
    }

    /** How a line looks. */
    public enum Form {
        /** {@code 0|site  | text}, as PM2 does, in a colour for each instance. */
        PREFIXED,
        /** The text alone. */
        RAW,
        /** {@code app=site id=0 type=out message=text}, as PM2 does. */
        FIELDS,
        /** An object with PM2's names and lbm's own. */
        JSON
    }

    /**
     * What is shown and how.
     *
     * @param stamp put in front of each line
     * @param highlight a word that stands out, on a terminal
     */
    public record Style(Form form, LogFilter filter, Optional<DateFormat> stamp, Optional<String> highlight) {}

    /**
     * Prints one line of the stream.
     *
     * @throws Failure when nobody reads our output any more, which is how {@code lbm logs | head} ends
     */
    public void line(String json) {
        if (json.isBlank()) {
            return;
        }
        JsonObject line = JsonReader.object(json);
        if (!style.filter().wants(line)) {
            return;
        }
        context.out().println(text(line));
        if (context.out().checkError()) {
            throw new OutputClosed();
        }
    }

    /** One line of the stream as it is shown. */
    public String text(JsonObject line) {
        // Marks of the manager's ("12 lines skipped") and lines of instances have the same form.
        String text = highlighted(line.text("text"));
        return switch (style.form()) {
            case RAW -> stamp(line) + text;
            case FIELDS ->
                (style.stamp().isPresent() ? "timestamp=" + stamp(line) : "") + "app=" + line.text("app") + " id="
                        + line.text("id") + " type=" + type(line) + " message=" + text;
            case JSON -> json(line);
            case PREFIXED -> prefix(line) + stamp(line) + text;
        };
    }

    private String prefix(JsonObject line) {
        String name = line.text("id") + "|" + line.text("app");
        width = Math.max(width, name.length());
        String prefix = name + " ".repeat(width - name.length()) + " | ";
        return context.terminal().colour() ? Paint.paint(Paint.ofInstance(line.number("id")), prefix) : prefix;
    }

    private static String type(JsonObject line) {
        return line.text("stream").equals("err") ? "error" : "out";
    }

    private String stamp(JsonObject line) {
        return style.stamp()
                .map(format -> line.has("time")
                        ? new String(format.format(Instant.ofEpochMilli(line.number("time"))), StandardCharsets.UTF_8)
                                + (style.form() == Form.FIELDS ? " " : ": ")
                        : "")
                .orElse("");
    }

    private String highlighted(String text) {
        return style.highlight()
                .filter(word -> context.terminal().colour() && !word.isEmpty())
                .map(word -> text.replace(word, Paint.paint(HIGHLIGHT, word)))
                .orElse(text);
    }

    private static String json(JsonObject line) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("message", line.text("text"));
        all.put(
                "timestamp",
                line.has("time")
                        ? Instant.ofEpochMilli(line.number("time"))
                                .atZone(ZoneId.systemDefault())
                                .toOffsetDateTime()
                                .toString()
                        : null);
        all.put("type", line.text("stream"));
        all.put("process_id", line.number("id"));
        all.put("app_name", line.text("app"));
        all.putAll(line.members());
        return JsonWriter.write(all);
    }
}
