package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Bytes of a head as characters. */
final class Ascii {

    private static final boolean[] TOKEN = token();

    private Ascii() {}

    private static boolean[] token() {
        boolean[] all = new boolean[256];
        for (char c = '0'; c <= 'z'; c++) {
            all[c] = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            all[c] = true;
        }
        return all;
    }

    /** Whether it may stand in a token (RFC 9110 §5.6.2). */
    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Whether a range is this word, which is in lower case, in any case. */
    static boolean same(byte[] bytes, int from, int to, byte[] word) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (lower(bytes[from + i]) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a range is this word, which is in lower case, in any case. */
    static boolean same(byte[] bytes, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (lower(bytes[from + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether two ranges are the same word, in any case. */
    static boolean same(byte[] bytes, int from, int to, int otherFrom, int otherTo) {
        if (to - from != otherTo - otherFrom) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (lower(bytes[from + i]) != lower(bytes[otherFrom + i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, ISO_8859_1);
    }

    /** A number of at most 18 digits and nothing else; -1: it is none. */
    static long number(byte[] bytes, int from, int to) {
        if (to == from || to - from > 18) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(bytes[i])) {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }
}
