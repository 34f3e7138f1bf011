package lbm.manager.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Options that only workers act on, checked. Keys are those of the {@code serve} or the {@code proxy} block.
 *
 * @param values texts, numbers, booleans, lists and maps of them; durations in milliseconds, sizes in bytes, paths
 *     absolute
 */
public record SiteOptions(Map<String, Object> values) {

    /** Every default. */
    public static final SiteOptions NONE = new SiteOptions(Map.of());

    public SiteOptions {
        values = sorted(values);
    }

    /** The port without TLS that redirects to the app's. */
    public Optional<Integer> redirectPort() {
        return inside("tls").map(tls -> tls.get("redirect_port")).map(port -> ((Number) port).intValue());
    }

    /** A map among the options; empty: it is left out or switched off. */
    public Optional<Map<?, ?>> inside(String key) {
        return values.get(key) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
    }

    /** Whether an option is written and is not {@code false}. */
    public boolean on(String key) {
        return values.containsKey(key) && !Boolean.FALSE.equals(values.get(key));
    }

    /** Equal options are equal records, however they were written: numbers as long, keys in order. */
    private static Map<String, Object> sorted(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), plain(value)));
        return Collections.unmodifiableMap(sorted);
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            return sorted(map);
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(plain(item)));
            return List.copyOf(items);
        }
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }
}
