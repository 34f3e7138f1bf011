package lbm.worker.content;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an {@code Accept} field says of one media type (RFC 9110 §12.5.1). */
public final class Accept {

    /**
     * How much a type is wanted.
     *
     * @param thousandths the quality, 0 (refused or not named) to 1000
     * @param precision 3 named itself, 2 by its main type, 1 by {@code *}{@code /*}, 0 not at all
     */
    public record Wish(int thousandths, int precision) {

        /** Whether the type may be sent. */
        public boolean granted() {
            return thousandths > 0;
        }
    }

    private static final Wish ANYTHING = new Wish(1000, 1);
    private static final Wish NOT_NAMED = new Wish(0, 0);

    private Accept() {}

    /**
     * The wish for one type; the most precise range that matches decides.
     *
     * @param accept null or blank takes everything
     * @param main {@code text}
     * @param sub {@code html}
     */
    public static Wish of(@Nullable String accept, String main, String sub) {
        if (accept == null || accept.isBlank()) {
            return ANYTHING;
        }
        Wish best = NOT_NAMED;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            int precision = precision(parts[0].strip(), main, sub);
            if (precision > best.precision()) {
                best = new Wish(quality(parts), precision);
            }
        }
        return best;
    }

    /** Whether the client would rather have JSON than a page; one that names neither would not. */
    public static boolean prefersJson(@Nullable String accept) {
        Wish json = of(accept, "application", "json");
        Wish page = of(accept, "text", "html");
        if (json.thousandths() != page.thousandths()) {
            return json.thousandths() > page.thousandths();
        }
        return json.granted() && json.precision() > page.precision();
    }

    private static int precision(String range, String main, String sub) {
        if (range.equals(main + "/" + sub)) {
            return 3;
        }
        if (range.equals(main + "/*")) {
            return 2;
        }
        return range.equals("*/*") ? 1 : 0;
    }

    /** Up to three digits after the point; what is no quality counts as 1, as if it were another parameter. */
    private static int quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
                String digits = (parameter.substring(2).replace(".", "") + "000").substring(0, 4);
                return Integer.parseInt(digits);
            }
        }
        return 1000;
    }
}
