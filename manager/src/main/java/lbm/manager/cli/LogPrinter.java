package lbm.manager.cli;

/** Prints the manager's stream of log lines. */
public final class LogPrinter {
    private final Context context;
    private final Form form;
    private int width;

    public LogPrinter(Context context, Form form) {
        this.context = context;
        this.form = form;
    }

    /** How a line looks. */
    public enum Form {
        /** {@code 0|site  | text}, as PM2 does, in a colour for each instance. */
        PREFIXED,
        /** The text alone. */
        RAW,
        /** As it comes over the control socket. */
        JSON
    }

    /**
     * Prints one line of the stream.
     *
     * @throws Failure when nobody reads our output any more, which is how {@code lbm logs | head} ends
     */
    public void line(String json) {
        if (json.isBlank()) {
            return;
        }
        context.out().println(form == Form.JSON ? json : text(JsonReader.object(json)));
        if (context.out().checkError()) {
            throw new OutputClosed();
        }
    }

    private String text(JsonObject line) {
        // Marks of the manager's ("12 lines skipped") and lines of instances have the same form.
        String text = line.text("text");
        if (form == Form.RAW) {
            return text;
        }
        String name = line.text("id") + "|" + line.text("app");
        width = Math.max(width, name.length());
        String prefix = name + " ".repeat(width - name.length()) + " | ";
        return (context.terminal().colour() ? Paint.paint(Paint.ofInstance(line.number("id")), prefix) : prefix) + text;
    }
}
