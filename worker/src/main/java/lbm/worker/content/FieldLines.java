package lbm.worker.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Header fields of an answer, ready to be copied into HTTP/1.1 and still to be told apart by HTTP/2. Immutable. */
public final class FieldLines {

    /** No field. */
    public static final FieldLines NONE = of();

    private final List<String> namesAndValues;
    private final byte[] bytes;
    private AsciiString @Nullable [] lowered;

    private FieldLines(List<String> namesAndValues, byte[] bytes) {
        this.namesAndValues = namesAndValues;
        this.bytes = bytes;
    }

    /** Name, value, name, value; each checked by who wrote it, since nothing is escaped here. */
    public static FieldLines of(String... namesAndValues) {
        return of(List.of(namesAndValues));
    }

    /** Name, value, name, value. */
    public static FieldLines of(List<String> namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            text.append(namesAndValues.get(i))
                    .append(": ")
                    .append(namesAndValues.get(i + 1))
                    .append("\r\n");
        }
        return new FieldLines(List.copyOf(namesAndValues), text.toString().getBytes(ISO_8859_1));
    }

    /** These fields and then others, in one piece. */
    public FieldLines and(FieldLines others) {
        if (others.bytes.length == 0) {
            return this;
        }
        List<String> all = new ArrayList<>(namesAndValues);
        all.addAll(others.namesAndValues);
        byte[] joined = Arrays.copyOf(bytes, bytes.length + others.bytes.length);
        System.arraycopy(others.bytes, 0, joined, bytes.length, others.bytes.length);
        return new FieldLines(List.copyOf(all), joined);
    }

    /** {@code Name: value} with line ends, ISO 8859-1; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Each name with its value. */
    public void forEach(BiConsumer<String, String> field) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            field.accept(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
    }

    /** Name, value, name, value as HTTP/2 has them, names in lower case (RFC 9113 §8.2); not to be changed. */
    public AsciiString[] lowered() {
        AsciiString[] made = lowered;
        if (made == null) {
            made = new AsciiString[namesAndValues.size()];
            for (int i = 0; i < made.length; i += 2) {
                made[i] = AsciiString.of(namesAndValues.get(i).toLowerCase(Locale.ROOT));
                made[i + 1] = AsciiString.of(namesAndValues.get(i + 1));
            }
            lowered = made;
        }
        return made;
    }

    /** Value of the first field of that name, in any case; empty: there is none. */
    public String get(String name) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                return namesAndValues.get(i + 1);
            }
        }
        return "";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldLines it && namesAndValues.equals(it.namesAndValues);
    }

    @Override
    public int hashCode() {
        return namesAndValues.hashCode();
    }

    @Override
    public String toString() {
        return new String(bytes, ISO_8859_1);
    }
}
