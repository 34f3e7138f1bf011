package lbm.worker.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which part of a representation is answered, if any. */
public sealed interface Selection {

    /** 200. */
    record Whole() implements Selection {}

    /** 206: {@code length} bytes from {@code from}. */
    record Part(long from, long length) implements Selection {

        /**
         * The value of {@code Content-Range}.
         *
         * @param whole bytes of the representation
         */
        public String range(long whole) {
            return "bytes " + from + "-" + (from + length - 1) + "/" + whole;
        }
    }

    /**
     * 206 with {@code multipart/byteranges}: two parts or more that lie apart, in the order they were asked for
     * (RFC 9110 §15.3.7.2).
     */
    record Parts(List<Part> parts) implements Selection {}

    /** 304. */
    record NotModified() implements Selection {}

    /** 412. */
    record Failed() implements Selection {}

    /** 416. */
    record Unsatisfiable() implements Selection {}

    Selection WHOLE = new Whole();
    Selection NOT_MODIFIED = new NotModified();

    /**
     * Evaluates the preconditions of a GET or HEAD in the order of RFC 9110 §13.2.2.
     *
     * @param get ranges are defined for GET only (§14.2)
     */
    static Selection of(Representation file, Conditions asked, boolean get) {
        if (asked.ifMatch() != null) {
            if (!matches(asked.ifMatch(), file.etag(), false)) {
                return new Failed();
            }
        } else if (asked.ifUnmodifiedSince() != null) {
            long since = HttpDate.parse(asked.ifUnmodifiedSince());
            if (since >= 0 && file.modified() > since) {
                return new Failed();
            }
        }
        if (asked.ifNoneMatch() != null) {
            if (matches(asked.ifNoneMatch(), file.etag(), true)) {
                return NOT_MODIFIED;
            }
        } else if (asked.ifModifiedSince() != null) {
            long since = HttpDate.parse(asked.ifModifiedSince());
            if (since >= 0 && file.modified() <= since) {
                return NOT_MODIFIED;
            }
        }
        if (get && asked.range() != null && applies(asked.ifRange(), file)) {
            return ByteRange.select(asked.range(), file.length());
        }
        return WHOLE;
    }

    /** RFC 9110 §13.1.5: a range is for the very bytes the client has a part of, or the whole is sent. */
    private static boolean applies(@Nullable String ifRange, Representation file) {
        if (ifRange == null) {
            return true;
        }
        if (ifRange.startsWith("\"")) {
            return ifRange.equals(file.etag());
        }
        long since = ifRange.startsWith("W/") ? -1 : HttpDate.parse(ifRange);
        return since >= 0 && since == file.modified();
    }

    /** RFC 9110 §8.8.3.2; an entity tag may hold a comma, so the list is read tag by tag. */
    private static boolean matches(String list, String etag, boolean weak) {
        if (list.trim().equals("*")) {
            return true;
        }
        int i = 0;
        while (i < list.length()) {
            char c = list.charAt(i);
            if (c == ' ' || c == '\t' || c == ',') {
                i++;
                continue;
            }
            boolean isWeak = list.startsWith("W/", i);
            int open = isWeak ? i + 2 : i;
            int close = open < list.length() && list.charAt(open) == '"' ? list.indexOf('"', open + 1) : -1;
            if (close < 0) {
                return false;
            }
            if ((weak || !isWeak) && list.substring(open, close + 1).equals(etag)) {
                return true;
            }
            i = close + 1;
        }
        return false;
    }
}
