package lbm.manager.ecosystem;

import java.util.Optional;

/**
 * Where a kind of log line is to go.
 *
 * @param written false: nowhere
 * @param path as in the file; empty: the standard place
 */
record LogTarget(boolean written, Optional<String> path) {

    static final LogTarget NOWHERE = new LogTarget(false, Optional.empty());
    static final LogTarget STANDARD = new LogTarget(true, Optional.empty());

    /** {@code out_file} and {@code error_file}. */
    static final Kind<LogTarget> FILE = new ScalarKind<>(
            "a file name",
            "a file name, or /dev/null for none",
            s -> file(s),
            () -> Shapes.type("string", "null"),
            true);

    /** {@code log_file}, which may be just {@code true}. */
    static final Kind<LogTarget> FILE_OR_FLAG = new ScalarKind<>(
            "a file name, true or false",
            "a file name, true for the standard one, or false for none",
            s -> s.form() == Node.Form.BOOLEAN
                    ? Optional.of(s.text().equalsIgnoreCase("true") ? STANDARD : NOWHERE)
                    : file(s),
            () -> Shapes.type("string", "boolean", "null"),
            true);

    private static Optional<LogTarget> file(Node.Scalar s) {
        // "NULL" is PM2's way to say it.
        if (s.isNull() || s.text().equals("/dev/null") || s.text().equalsIgnoreCase("null")) {
            return Optional.of(NOWHERE);
        }
        return Kinds.words(s).map(name -> new LogTarget(true, Optional.of(name)));
    }
}
