package lbm.worker.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object of {@code LBM_SERVE} or {@code LBM_PROXY}, read by key. Keys nobody asks for are ignored: a manager may be newer. */
final class Options {

    /** Nothing is set: every default. */
    static final Options NONE = new Options("LBM_SERVE", "", Map.of());

    private final String variable;
    private final String path;
    private final Map<?, ?> values;

    private Options(String variable, String path, Map<?, ?> values) {
        this.variable = variable;
        this.path = path;
        this.values = values;
    }

    /**
     * Reads a document.
     *
     * @param variable whose value it is, for messages
     * @throws BadConfig it is no JSON object
     */
    static Options parse(String variable, String json) throws BadConfig {
        try (JsonParser in = new JsonFactory().createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new BadConfig(variable + " is not a JSON object");
            }
            return new Options(variable, "", object(in));
        } catch (IOException e) {
            throw new BadConfig(variable + " is not valid JSON: " + firstLine(e.getMessage()));
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser in) throws IOException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            values.put(name, value(in, in.nextToken()));
        }
        return values;
    }

    private static @Nullable Object value(JsonParser in, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (JsonToken item = in.nextToken(); item != JsonToken.END_ARRAY; item = in.nextToken()) {
                    items.add(value(in, item));
                }
                yield items;
            }
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    /** Whether a feature is switched off by {@code false}. */
    boolean off(String key) {
        return Boolean.FALSE.equals(values.get(key));
    }

    /** Whether a key holds just this boolean, where it may hold something else. */
    boolean is(String key, boolean wanted) {
        return Boolean.valueOf(wanted).equals(values.get(key));
    }

    boolean flag(String key, boolean otherwise) throws BadConfig {
        return typed(key, Boolean.class, "neither true nor false").orElse(otherwise);
    }

    Optional<String> text(String key) throws BadConfig {
        return typed(key, String.class, "not a text");
    }

    String text(String key, String otherwise) throws BadConfig {
        return text(key).orElse(otherwise);
    }

    long number(String key, long otherwise, long least, long most) throws BadConfig {
        long number = typed(key, Long.class, "not a whole number").orElse(otherwise);
        if (number < least || number > most) {
            throw bad(key, "not between " + least + " and " + most);
        }
        return number;
    }

    int whole(String key, int otherwise, int least, int most) throws BadConfig {
        return Math.toIntExact(number(key, otherwise, least, most));
    }

    /** A number of milliseconds. */
    Duration millis(String key, Duration otherwise) throws BadConfig {
        return Duration.ofMillis(number(key, otherwise.toMillis(), 0, Long.MAX_VALUE));
    }

    /** A number of milliseconds within bounds. */
    Duration millis(String key, Duration otherwise, long least, long most) throws BadConfig {
        return Duration.ofMillis(number(key, otherwise.toMillis(), least, most));
    }

    /** One of the constants, by its name in lower case. */
    <E extends Enum<E>> E choice(String key, E otherwise) throws BadConfig {
        String said = text(key, otherwise.name().toLowerCase(Locale.ROOT));
        List<String> all = new ArrayList<>();
        for (E each : otherwise.getDeclaringClass().getEnumConstants()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            if (name.equals(said)) {
                return each;
            }
            all.add(name);
        }
        throw bad(key, "not " + String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1));
    }

    /** An absolute path. */
    Optional<Path> path(String key) throws BadConfig {
        Optional<String> text = text(key);
        try {
            Optional<Path> found = text.map(Path::of);
            if (found.isPresent() && !found.get().isAbsolute()) {
                throw bad(key, "not an absolute path");
            }
            return found;
        } catch (InvalidPathException e) {
            throw bad(key, "not a path");
        }
    }

    /** A path that must be there. */
    Path needPath(String key) throws BadConfig {
        return path(key).orElseThrow(() -> bad(key, "missing; it is an absolute path"));
    }

    String needText(String key) throws BadConfig {
        return text(key).orElseThrow(() -> bad(key, "missing"));
    }

    List<String> texts(String key, List<String> otherwise) throws BadConfig {
        if (!has(key)) {
            return otherwise;
        }
        List<String> texts = new ArrayList<>();
        for (Object item : items(key)) {
            if (!(item instanceof String text)) {
                throw bad(key, "not a list of texts");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    List<AddressBlock> blocks(String key) throws BadConfig {
        List<AddressBlock> blocks = new ArrayList<>();
        for (String text : texts(key, List.of())) {
            blocks.add(AddressBlock.parse(text).orElseThrow(() -> bad(key, "not a list of address blocks: " + text)));
        }
        return List.copyOf(blocks);
    }

    /** A map inside; {@code true} and absence are a map without keys. */
    Options inside(String key) throws BadConfig {
        Object value = values.get(key);
        if (value == null || Boolean.TRUE.equals(value)) {
            return new Options(variable, name(key) + ".", Map.of());
        }
        if (value instanceof Map<?, ?> map) {
            return new Options(variable, name(key) + ".", map);
        }
        throw bad(key, "not a map");
    }

    /** Maps in a list. */
    List<Options> list(String key) throws BadConfig {
        List<Options> all = new ArrayList<>();
        for (Object item : has(key) ? items(key) : List.of()) {
            if (!(item instanceof Map<?, ?> map)) {
                throw bad(key, "not a list of maps");
            }
            all.add(new Options(variable, name(key) + "[" + all.size() + "].", map));
        }
        return all;
    }

    /** Every key that is set, in the order of the document. */
    List<String> keys() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    BadConfig bad(String key, String wrong) {
        return new BadConfig(variable + ": \"" + name(key) + "\" is " + wrong);
    }

    private String name(String key) {
        return path + key;
    }

    private List<?> items(String key) throws BadConfig {
        if (values.get(key) instanceof List<?> list) {
            return list;
        }
        throw bad(key, "not a list");
    }

    private <T> Optional<T> typed(String key, Class<T> type, String wrong) throws BadConfig {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw bad(key, wrong);
        }
        return Optional.of(type.cast(value));
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "?" : message.lines().findFirst().orElse("?");
    }
}
