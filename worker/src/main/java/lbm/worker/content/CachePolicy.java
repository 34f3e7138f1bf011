package lbm.worker.content;

import java.util.regex.Pattern;

/** How long a client may keep a file: the reference's choice. */
public final class CachePolicy {

    /** Built files carry a hash in their name: {@code index-4f9a1c2e.js}, {@code logo.BxY8_k2Q.svg}. */
    private static final Pattern HASHED = Pattern.compile(".+[-.]([A-Za-z0-9_-]{8,})\\.[A-Za-z0-9.]+");

    private static final String YEAR = "public, max-age=31536000";

    private CachePolicy() {}

    /**
     * The {@code Cache-Control} of a file: pages are asked about each time, everything else is kept for a year, and a
     * name that changes with its content is never asked about again.
     */
    public static String of(String name, String contentType) {
        if (contentType.startsWith("text/html")) {
            return "no-cache";
        }
        return isHashed(name) ? YEAR + ", immutable" : YEAR;
    }

    /** A part of eight characters or more with digits and letters in it: a word is no hash, nor is a date. */
    static boolean isHashed(String name) {
        var matcher = HASHED.matcher(name);
        return matcher.matches()
                && matcher.group(1).chars().anyMatch(Character::isDigit)
                && matcher.group(1).chars().anyMatch(Character::isLetter);
    }
}
