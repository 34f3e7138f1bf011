package lbm.worker.content;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code Range} field against a length (RFC 9110 §14.1.2). */
final class ByteRange {

    /** More ranges than that are no reader's: the whole is cheaper for both sides (RFC 9110 §17.15). */
    private static final int MOST = 16;

    /** What a part of a multipart answer costs beside its bytes; a smaller gap is sent along (RFC 9110 §15.3.7.2). */
    private static final int OVERHEAD = 128;

    private ByteRange() {}

    /**
     * The satisfiable ranges: that part, or those parts in the order they were asked for, joined where they overlap or
     * nearly touch. Another unit, bad syntax, too many ranges, or parts that come to more than the whole: the whole, as
     * if not asked.
     */
    static Selection select(String range, long length) {
        if (!range.regionMatches(true, 0, "bytes=", 0, 6)) {
            return Selection.WHOLE;
        }
        List<Selection.Part> parts = new ArrayList<>(1);
        int asked = 0;
        int start = 6;
        while (start <= range.length()) {
            int comma = range.indexOf(',', start);
            int end = comma < 0 ? range.length() : comma;
            String spec = range.substring(start, end).strip();
            start = end + 1;
            if (spec.isEmpty()) {
                continue; // an empty element of a list counts for nothing (RFC 9110 §5.6.1.2)
            }
            Selection one = single(spec, length);
            if (one == null || ++asked > MOST) {
                return Selection.WHOLE;
            }
            if (one instanceof Selection.Part part) {
                add(parts, part);
            }
        }
        if (asked == 0) {
            return Selection.WHOLE;
        }
        return chosen(parts, length);
    }

    private static Selection chosen(List<Selection.Part> parts, long length) {
        if (parts.isEmpty()) {
            return new Selection.Unsatisfiable();
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        long sent = 0;
        for (Selection.Part part : parts) {
            sent += part.length() + OVERHEAD;
        }
        return sent >= length ? Selection.WHOLE : new Selection.Parts(List.copyOf(parts));
    }

    /** Joined with every part it touches, at the place of the first of them. */
    private static void add(List<Selection.Part> parts, Selection.Part fresh) {
        Selection.Part joined = fresh;
        int place = parts.size();
        for (int i = parts.size() - 1; i >= 0; i--) {
            Selection.Part other = parts.get(i);
            long from = Math.min(joined.from(), other.from());
            long end = Math.max(joined.from() + joined.length(), other.from() + other.length());
            boolean near = end - from <= joined.length() + other.length() + OVERHEAD;
            if (near) {
                joined = new Selection.Part(from, end - from);
                parts.remove(i);
                place = i;
                i = parts.size(); // it has grown: what lay apart may be near now
            }
        }
        parts.add(Math.min(place, parts.size()), joined);
    }

    /** Null: bad syntax. */
    private static @Nullable Selection single(String spec, long length) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return null;
        }
        String first = spec.substring(0, dash);
        String last = spec.substring(dash + 1);
        if (!isDigits(first) || !isDigits(last) || (first.isEmpty() && last.isEmpty())) {
            return null;
        }
        if (first.isEmpty()) {
            long suffix = Math.min(number(last), length);
            return suffix == 0 ? new Selection.Unsatisfiable() : new Selection.Part(length - suffix, suffix);
        }
        long from = number(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
        if (to < from) {
            return null;
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
        if (digits.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
