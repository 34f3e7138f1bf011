package lbm.manager.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object as read by {@link JsonReader}. A member that is missing, null or of another kind reads as the empty
 * value: the manager may be newer or older than this client.
 */
public record JsonObject(Map<String, Object> members) {

    /** A string, or a number as text; empty when missing. */
    public String text(String key) {
        Object value = members.get(key);
        return value == null ? "" : String.valueOf(value);
    }

    /** A whole number; 0 when missing. */
    public long number(String key) {
        return members.get(key) instanceof Number n ? n.longValue() : 0;
    }

    /** A number; 0 when missing. */
    public double decimal(String key) {
        return members.get(key) instanceof Number n ? n.doubleValue() : 0;
    }

    public boolean flag(String key) {
        return Boolean.TRUE.equals(members.get(key));
    }

    public boolean has(String key) {
        return members.containsKey(key);
    }

    /** The objects of an array; empty when missing. */
    public List<JsonObject> objects(String key) {
        List<JsonObject> result = new ArrayList<>();
        for (Object element : elements(members.get(key))) {
            if (element instanceof JsonObject object) {
                result.add(object);
            }
        }
        return result;
    }

    /** The elements of an array as texts; empty when missing. */
    public List<String> texts(String key) {
        List<String> result = new ArrayList<>();
        for (Object element : elements(members.get(key))) {
            result.add(String.valueOf(element));
        }
        return result;
    }

    /** The rows of an array of arrays, as texts; empty when missing. */
    public List<List<String>> rows(String key) {
        List<List<String>> result = new ArrayList<>();
        for (Object element : elements(members.get(key))) {
            List<String> row = new ArrayList<>();
            for (Object cell : elements(element)) {
                row.add(String.valueOf(cell));
            }
            result.add(row);
        }
        return result;
    }

    /** The arrays of objects in an array; empty when missing. */
    public List<List<JsonObject>> groups(String key) {
        List<List<JsonObject>> result = new ArrayList<>();
        for (Object element : elements(members.get(key))) {
            List<JsonObject> group = new ArrayList<>();
            for (Object member : elements(element)) {
                if (member instanceof JsonObject object) {
                    group.add(object);
                }
            }
            result.add(group);
        }
        return result;
    }

    private static List<?> elements(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
