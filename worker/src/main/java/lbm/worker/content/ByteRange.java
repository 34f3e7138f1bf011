package lbm.worker.content;

/** A {@code Range} field against a length (RFC 9110 §14.1.2). */
final class ByteRange {

    private ByteRange() {}

    /** One satisfiable range: that part. More than one, another unit or bad syntax: the whole, as if not asked. */
    static Selection select(String range, long length) {
        if (!range.regionMatches(true, 0, "bytes=", 0, 6)) {
            return Selection.WHOLE;
        }
        String set = range.substring(6).trim();
        int dash = set.indexOf('-');
        if (dash < 0 || set.indexOf(',') >= 0) {
            return Selection.WHOLE;
        }
        String first = set.substring(0, dash);
        String last = set.substring(dash + 1);
        if (!isDigits(first) || !isDigits(last) || (first.isEmpty() && last.isEmpty())) {
            return Selection.WHOLE;
        }
        if (first.isEmpty()) {
            long suffix = Math.min(number(last), length);
            return suffix == 0 ? new Selection.Unsatisfiable() : new Selection.Part(length - suffix, suffix);
        }
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        if (to < from) {
            return Selection.WHOLE;
        }
        if (from >= length) {
            return new Selection.Unsatisfiable();
        }
        return new Selection.Part(from, Math.min(to, length - 1) - from + 1);
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Numbers beyond a long are beyond every file, so they saturate. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
