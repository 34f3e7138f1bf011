package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as it was on the wire, read the strict way: what is not well-formed fails the test. */
record WireAnswer(int status, Map<String, String> fields, String body) {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([1-5][0-9][0-9]) [A-Za-z ]+");
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([\\x21-\\xff][\\x20-\\xff\\t]*)");

    /**
     * All answers in a piece of output; what is left over fails.
     *
     * @param heads which of the final answers are to HEAD requests, from 0
     */
    static List<WireAnswer> read(String output, Set<Integer> heads) {
        List<WireAnswer> answers = new ArrayList<>();
        int at = 0;
        int finals = 0;
        while (at < output.length()) {
            int end = output.indexOf("\r\n\r\n", at);
            if (end < 0) {
                throw new AssertionError("no end of a header section: " + shown(output.substring(at)));
            }
            String[] lines = output.substring(at, end).split("\r\n", -1);
            int status = status(lines[0]);
            Map<String, String> fields = fields(lines);
            boolean none = status < 200 || status == 204 || status == 304;
            int length = none ? 0 : Integer.parseInt(length(fields, lines[0]));
            boolean head = status >= 200 && heads.contains(finals++);
            at = end + 4;
            int bodyEnd = head ? at : at + length;
            if (bodyEnd > output.length()) {
                throw new AssertionError("cut after " + (output.length() - at) + " of " + length + " bytes");
            }
            answers.add(new WireAnswer(status, fields, output.substring(at, bodyEnd)));
            at = bodyEnd;
        }
        return answers;
    }

    private static int status(String line) {
        Matcher matcher = STATUS.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("no status line: " + shown(line));
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static Map<String, String> fields(String[] lines) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> names = new HashSet<>();
        for (int i = 1; i < lines.length; i++) {
            Matcher matcher = FIELD.matcher(lines[i]);
            if (!matcher.matches()) {
                throw new AssertionError("no field: " + shown(lines[i]));
            }
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            if (!names.add(name)) {
                throw new AssertionError("twice: " + name);
            }
            fields.put(name, matcher.group(2));
        }
        return fields;
    }

    private static String length(Map<String, String> fields, String line) {
        if (fields.containsKey("transfer-encoding") || !fields.containsKey("content-length")) {
            throw new AssertionError("no length: " + line + " " + fields);
        }
        return fields.get("content-length");
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether it is the answer to a request, and not a word on the way. */
    boolean isFinal() {
        return status >= 200;
    }

    /** The parts of a multipart body: "content range|bytes", read by its own lengths. */
    List<String> parts() {
        String type = fields.getOrDefault("content-type", "");
        Matcher matcher = Pattern.compile("multipart/byteranges; boundary=([-A-Za-z0-9]+)")
                .matcher(type);
        if (!matcher.matches()) {
            throw new AssertionError("no multipart: " + type);
        }
        String[] pieces = body.split("\r\n--" + matcher.group(1), -1);
        if (!pieces[0].isEmpty() || !pieces[pieces.length - 1].equals("--\r\n")) {
            throw new AssertionError("no multipart body: " + shown(body));
        }
        List<String> parts = new ArrayList<>();
        for (int i = 1; i < pieces.length - 1; i++) {
            int end = pieces[i].indexOf("\r\n\r\n");
            Map<String, String> head = fields(pieces[i].substring(0, end).split("\r\n", -1));
            parts.add(head.get("content-range") + "|" + pieces[i].substring(end + 4));
        }
        return parts;
    }

    static String shown(String bytes) {
        String text = bytes.length() > 400 ? bytes.substring(0, 400) + "..." : bytes;
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(ISO_8859_1)) {
            if (b == '\r') {
                out.append("\\r");
            } else if (b == '\n') {
                out.append("\\n\n");
            } else if (b < ' ' || b == 0x7f) {
                out.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }
}
