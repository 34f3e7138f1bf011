package lbm.worker.content;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a request asks for, read from its target (RFC 9112 §3.2), before any file is looked at. */
public sealed interface Target {

    /**
     * A path inside the site: decoded once, no empty segment, none that begins with a dot (save {@code .well-known}),
     * no NUL, slash or backslash in a segment. So joined to a root it names something below that root, symbolic links
     * aside.
     *
     * @param folder whether it ended with a slash; the root does
     */
    record Path(List<String> segments, boolean folder) implements Target {

        /** The last segment; empty for the root. */
        public String name() {
            return segments.isEmpty() ? "" : segments.get(segments.size() - 1);
        }

        /** Below the root, decoded, without slashes around it: {@code assets/app.js}. */
        public String inSite() {
            return String.join("/", segments);
        }

        /** The path with a slash at its end, encoded again: where a folder asked for without one redirects to. */
        public String location() {
            StringBuilder out = new StringBuilder("/");
            for (String segment : segments) {
                encode(segment, out);
                out.append('/');
            }
            return out.toString();
        }

        /** A relative file name as a target. */
        public static String encode(java.nio.file.Path file) {
            StringBuilder out = new StringBuilder();
            for (java.nio.file.Path segment : file) {
                encode(segment.toString(), out.append('/'));
            }
            return out.toString();
        }

        /** One segment; nothing that is left has a meaning in a URL or in HTML. */
        static void encode(String segment, StringBuilder out) {
            for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
                if (isUnreserved(b)) {
                    out.append((char) b);
                } else {
                    out.append('%')
                            .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                            .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
                }
            }
        }
    }

    /** Never a path of a site: 404, as for a file that is not there, so that nobody learns what exists. */
    record Hidden() implements Target {}

    /** No valid path: 400. */
    record Bad(String why) implements Target {}

    /** {@code OPTIONS *}: the server as a whole. */
    record Server() implements Target {}

    /** Reads a request target in origin, absolute or asterisk form; names that begin with a dot are hidden. */
    static Target of(String target) {
        return of(target, false);
    }

    /**
     * Reads a request target.
     *
     * @param dotfiles whether names that begin with a dot are names like others
     */
    static Target of(String target, boolean dotfiles) {
        if (target.startsWith("/")) {
            return path(target, dotfiles);
        }
        if (target.equals("*")) {
            return new Server();
        }
        int scheme = target.indexOf("://");
        if (scheme > 0 && isHttp(target.substring(0, scheme))) {
            int slash = target.indexOf('/', scheme + 3);
            int query = target.indexOf('?', scheme + 3);
            boolean bare = slash < 0 || (query >= 0 && query < slash);
            return bare ? new Path(List.of(), true) : path(target.substring(slash), dotfiles);
        }
        return new Bad("the target is neither a path nor a http URL");
    }

    private static boolean isHttp(String scheme) {
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    }

    private static Target path(String target, boolean dotfiles) {
        int end = target.length();
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '?' || c == '#') {
                end = i;
                break;
            }
        }
        String decoded;
        try {
            decoded = decode(target, end);
        } catch (CharacterCodingException e) {
            return new Bad("the path is not percent-encoded UTF-8");
        }
        for (int i = 0; i < decoded.length(); i++) {
            if (decoded.charAt(i) < 0x20 || decoded.charAt(i) == 0x7f) {
                return new Bad("the path holds a control character");
            }
        }
        return split(decoded, dotfiles);
    }

    private static Target split(String decoded, boolean dotfiles) {
        List<String> segments = new ArrayList<>(4);
        boolean hidden = false;
        // Split after decoding: "..%2f" is the same to a file system as "../".
        for (String segment : decoded.split("/", -1)) {
            if (segment.equals("..")) {
                return new Bad("the path leaves the site");
            }
            boolean dot = segment.startsWith(".") && !segment.equals(".well-known");
            hidden |= segment.indexOf('\\') >= 0 || segment.equals(".") || (dot && !dotfiles);
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return hidden ? new Hidden() : new Path(List.copyOf(segments), decoded.endsWith("/"));
    }

    /** Percent-decodes once; what the result still has of percent signs is literal. */
    private static String decode(String text, int end) throws CharacterCodingException {
        boolean plain = true;
        for (int i = 0; i < end && plain; i++) {
            char c = text.charAt(i);
            plain = c != '%' && c < 0x80;
        }
        if (plain) {
            return text.substring(0, end);
        }
        ByteBuffer bytes = ByteBuffer.allocate(end);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < end ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < end ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new CharacterCodingException();
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            } else if (c > 0xff) {
                throw new CharacterCodingException();
            } else {
                // Raw bytes above ASCII are no valid target, but clients send UTF-8; the check below judges them.
                bytes.put((byte) c);
            }
        }
        CharBuffer decoded = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes.flip());
        return decoded.toString();
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "-._~".indexOf(b) >= 0;
    }
}
