package lbm.worker.config;

import java.util.regex.Pattern;

/** Text that goes into a header field as it is written (RFC 9110 §5.5). */
public final class FieldText {

    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private FieldText() {}

    /** Visible ASCII with spaces inside: nothing that could end the line. */
    public static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }

    /** A token (RFC 9110 §5.6.2). */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static String check(Options options, String key) throws BadConfig {
        String text = options.needText(key);
        if (!isValue(text)) {
            throw options.bad(key, "not the value of a header field");
        }
        return text;
    }
}
