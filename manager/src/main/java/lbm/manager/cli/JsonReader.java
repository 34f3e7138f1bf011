package lbm.manager.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON the manager writes. Own and small because it stands on the road of {@code lbm list}: Jackson's core
 * alone doubles the start-up of that command (114 against 50 ms).
 *
 * <p>Objects become {@link JsonObject}, arrays {@link List}, whole numbers {@link Long}, others {@link Double}; null
 * members are left out, null elements become the empty text.
 */
public final class JsonReader {
    private static final int DEPTH = 64;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * Reads a text that is one object.
     *
     * @throws IllegalArgumentException when the text is not one JSON object, with the place
     */
    public static JsonObject object(String text) {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value();
        reader.space();
        if (reader.at < text.length() || !(value instanceof JsonObject object)) {
            throw reader.wrong("one object");
        }
        return object;
    }

    private Object value() {
        space();
        return switch (peek()) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", "");
            default -> number();
        };
    }

    private JsonObject map() {
        Map<String, Object> members = new LinkedHashMap<>();
        enter();
        boolean first = true;
        while (more('}', first)) {
            // Not told by the map: a null member is left out of it.
            first = false;
            String key = string();
            space();
            take(':');
            space();
            boolean absent = peek() == 'n';
            Object value = value();
            if (!absent) {
                members.put(key, value);
            }
        }
        return new JsonObject(members);
    }

    private List<Object> list() {
        List<Object> elements = new ArrayList<>();
        enter();
        while (more(']', elements.isEmpty())) {
            elements.add(value());
        }
        return elements;
    }

    private void enter() {
        at++;
        if (++depth > DEPTH) {
            throw wrong("less nesting");
        }
    }

    /** Whether another member follows; takes the comma before it or the end. */
    private boolean more(char end, boolean first) {
        space();
        if (peek() == end) {
            at++;
            depth--;
            return false;
        }
        if (!first) {
            if (peek() != ',') {
                throw wrong("a comma or " + end);
            }
            at++;
            space();
        }
        return true;
    }

    private String string() {
        take('"');
        int plainEnd = at;
        while (plainEnd < text.length() && text.charAt(plainEnd) != '"' && text.charAt(plainEnd) != '\\') {
            plainEnd++;
        }
        StringBuilder result = new StringBuilder(text.substring(at, plainEnd));
        at = plainEnd;
        while (peek() != '"') {
            char c = text.charAt(at++);
            result.append(c == '\\' ? escape() : c);
        }
        at++;
        return result.toString();
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw wrong("four hexadecimal digits");
        }
        String digits = text.substring(at, at + 4);
        at += 4;
        try {
            return (char) Integer.parseInt(digits, 16);
        } catch (NumberFormatException e) {
            throw wrong("four hexadecimal digits");
        }
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        try {
            boolean whole = digits.indexOf('.') < 0 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
            if (whole) {
                return Long.valueOf(digits);
            }
            return Double.valueOf(digits);
        } catch (NumberFormatException e) {
            throw wrong("a value");
        }
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw wrong(word);
        }
        at += word.length();
        return meaning;
    }

    private void space() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw wrong(String.valueOf(expected));
        }
        at++;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("not JSON at character " + at + ": expected " + expected);
    }
}
