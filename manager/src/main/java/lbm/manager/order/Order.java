package lbm.manager.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which apps that depend on each other are started; they are stopped in the opposite one.
 *
 * @param layers apps of one layer are independent of each other and depend on apps of earlier layers alone; within a
 *     layer the order of the map is kept. Empty when there is a cycle
 * @param cycle empty, or one circle of dependencies, its first app repeated at the end: {@code [web, db, web]} means
 *     that web depends on db and db on web
 */
public record Order(List<List<String>> layers, List<String> cycle) {

    public Order {
        layers = layers.stream().map(List::copyOf).toList();
        cycle = List.copyOf(cycle);
    }

    /**
     * Puts apps in order.
     *
     * @param dependencies for each app the apps it depends on; a name that is no key of the map says nothing about the
     *     order
     */
    public static Order of(Map<String, List<String>> dependencies) {
        Map<String, Set<String>> open = new LinkedHashMap<>();
        dependencies.forEach((app, needs) -> {
            Set<String> known = new LinkedHashSet<>(needs);
            known.retainAll(dependencies.keySet());
            open.put(app, known);
        });
        List<List<String>> layers = new ArrayList<>();
        while (!open.isEmpty()) {
            List<String> layer = open.entrySet().stream()
                    .filter(e -> e.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            if (layer.isEmpty()) {
                return new Order(List.of(), circle(open));
            }
            layer.forEach(open::remove);
            open.values().forEach(needs -> layer.forEach(needs::remove));
            layers.add(layer);
        }
        return new Order(layers, List.of());
    }

    /** Everybody here depends on somebody here: whoever follows that comes by the same app twice. */
    private static List<String> circle(Map<String, Set<String>> open) {
        List<String> way = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String app = open.keySet().iterator().next();
        while (seen.add(app)) {
            way.add(app);
            app = open.getOrDefault(app, Set.of()).iterator().next();
        }
        way.add(app);
        return way.subList(way.indexOf(app), way.size());
    }

    /**
     * Apps and all that they depend on, directly or not.
     *
     * @param dependencies as for {@link #of}
     * @return those of them that are keys of the map, in the map's order
     */
    public static List<String> withDependencies(Set<String> apps, Map<String, List<String>> dependencies) {
        Set<String> found = new HashSet<>();
        Deque<String> left = new ArrayDeque<>(apps);
        while (!left.isEmpty()) {
            String app = left.remove();
            if (found.add(app)) {
                left.addAll(dependencies.getOrDefault(app, List.of()));
            }
        }
        return dependencies.keySet().stream().filter(found::contains).toList();
    }

    public boolean circular() {
        return !cycle.isEmpty();
    }

    /** For people: {@code web -> db -> web}; empty when there is no circle. */
    public String circle() {
        return String.join(" -> ", cycle);
    }

    /** Every app, what it depends on before it; empty when there is a cycle. */
    public List<String> forwards() {
        return layers.stream().flatMap(List::stream).toList();
    }
}
