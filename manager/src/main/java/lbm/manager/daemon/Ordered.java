package lbm.manager.daemon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lbm.manager.cluster.Cluster;
import lbm.manager.cluster.Gated;
import lbm.manager.cluster.Operation;
import lbm.manager.cluster.Outcome;
import lbm.manager.cluster.StartOperation;
import lbm.manager.instance.Instance;
import lbm.manager.order.Gate;
import lbm.manager.order.Order;
import lbm.manager.order.Standing;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Dependency;

/**
 * Apps that depend on others come up after them and go before them. Who has to wait is put behind a {@link Gated}; one
 * whose wait was given up by the request that asked for it waits on, and is started when its time comes.
 */
final class Ordered implements Attendant {

    private static final String START = "start";

    private final Manager manager;

    Ordered(Manager manager) {
        this.manager = manager;
    }

    // ---- what is known

    private List<Dependency> needs(Turns turns, String app) {
        List<Dependency> newer = turns.needs.get(app);
        Cluster cluster = manager.clusters.get(app);
        return newer != null
                ? newer
                : cluster == null ? List.of() : cluster.spec().supervision().dependsOn();
    }

    private static boolean on(List<Dependency> needs, String app) {
        return needs.stream().anyMatch(need -> need.app().equals(app));
    }

    private Standing standing(String app) {
        Cluster cluster = manager.clusters.get(app);
        return cluster == null ? Standing.absent() : cluster.standing(manager.now());
    }

    /** Every app's dependencies, those of a request laid over those in force. */
    private Map<String, List<String>> graph(Turns turns) {
        Set<String> apps = new java.util.LinkedHashSet<>(manager.clusters.keySet());
        apps.addAll(turns.needs.keySet());
        Map<String, List<String>> graph = new LinkedHashMap<>();
        apps.forEach(app ->
                graph.put(app, needs(turns, app).stream().map(Dependency::app).toList()));
        return graph;
    }

    /** The circle that a request would close, in words. */
    Optional<String> circle(List<AppSpec> specs) {
        Turns turns = new Turns();
        turns.bring(specs);
        Order order = Order.of(graph(turns));
        return order.circular()
                ? Optional.of("apps depend on each other in a circle: " + order.circle())
                : Optional.empty();
    }

    /** How many apps in a row may have to end one after the other, at least 1. */
    int depth() {
        return Math.max(1, Order.of(graph(new Turns())).layers().size());
    }

    // ---- which comes first

    /** Apps in the order of their start; those that are independent stay as they are. */
    List<String> forwards(Turns turns, Collection<String> apps) {
        if (apps.stream().allMatch(app -> needs(turns, app).isEmpty())) {
            return List.copyOf(apps);
        }
        List<String> order = Order.of(graph(turns)).forwards();
        return apps.stream().sorted(Comparator.comparingInt(order::indexOf)).toList();
    }

    /** Apps in the order of their end. */
    List<String> backwards(Turns turns, Collection<String> apps) {
        if (apps.stream().allMatch(app -> needs(turns, app).isEmpty())) {
            return List.copyOf(apps);
        }
        List<String> order = new ArrayList<>(forwards(turns, apps));
        java.util.Collections.reverse(order);
        return order;
    }

    /** The apps of a file in the order of their start. */
    List<AppSpec> inOrder(Turns turns, List<AppSpec> specs) {
        turns.bring(specs);
        List<String> order = forwards(turns, specs.stream().map(AppSpec::name).toList());
        return specs.stream()
                .sorted(Comparator.comparingInt(spec -> order.indexOf(spec.name())))
                .toList();
    }

    /** New apps that depend on others get their ids in the order of the file all the same. */
    void place(List<AppSpec> specs) {
        if (specs.stream().anyMatch(spec -> !spec.supervision().dependsOn().isEmpty())) {
            for (AppSpec spec : specs) {
                if (!manager.clusters.containsKey(spec.name()) && spec.restart().autostart()) {
                    Cluster cluster = manager.newCluster(spec, 1);
                    cluster.place();
                    cluster.members().forEach(manager.outputs()::know);
                }
            }
        }
    }

    /**
     * Apps that must be started too, since one of these depends on them and they are not so far.
     *
     * @return the missing app and who needs it, in the order of their start
     */
    Map<String, String> missing(Turns turns, Collection<String> apps) {
        Map<String, List<String>> graph = graph(turns);
        Map<String, String> missing = new LinkedHashMap<>();
        Set<String> wanted = new HashSet<>(Order.withDependencies(Set.copyOf(apps), graph));
        for (String app : forwards(turns, wanted)) {
            if (!apps.contains(app)) {
                wanted.stream()
                        .filter(other -> needs(turns, other).stream()
                                .anyMatch(need -> need.app().equals(app) && !holds(need)))
                        .findFirst()
                        .ifPresent(other -> missing.put(app, other));
            }
        }
        return missing;
    }

    private boolean holds(Dependency need) {
        return standing(need.app()).is(need.condition()) == Standing.Is.SO;
    }

    // ---- each in its turn

    /** An operation that brings an app up, or anew; those that it depends on must have been asked before. */
    Operation forwards(Turns turns, String app, Operation operation) {
        boolean start = operation.verb().equals(START);
        List<Dependency> heeded = needs(turns, app).stream()
                .filter(need -> start || turns.asked.containsKey(need.app()))
                .toList();
        if (heeded.isEmpty() && !needed(turns, app)) {
            return operation;
        }
        Gated gated = new Gated(operation, () -> before(turns, heeded, start).and(Gate.of(heeded, this::standing)));
        turns.asked.put(app, gated);
        return gated;
    }

    /** Looked for once in each request: it may ask something of a thousand apps. */
    private boolean needed(Turns turns, String app) {
        Set<String> known = turns.needed.orElseGet(() -> Stream.concat(
                        turns.needs.values().stream(),
                        manager.clusters.values().stream()
                                .map(c -> c.spec().supervision().dependsOn()))
                .flatMap(List::stream)
                .map(Dependency::app)
                .collect(Collectors.toUnmodifiableSet()));
        turns.needed = Optional.of(known);
        return known.contains(app);
    }

    /** What the same request asked of the others, starts apart: those tell by themselves how far they are. */
    private Gate before(Turns turns, List<Dependency> heeded, boolean start) {
        Gate gate = Gate.OPEN;
        for (Dependency need : heeded) {
            Gated other = turns.asked.get(need.app());
            if (other != null && !other.verb().equals(START)) {
                boolean failed = other.outcome().filter(Outcome::done).isEmpty();
                gate = gate.and(
                        held(need.app(), other)
                                ? Gate.shut(Gate.words(need))
                                : failed && !start
                                        ? Gate.hopeless(
                                                "not done, since the " + other.verb() + " of " + need.app() + " failed")
                                        : Gate.OPEN);
            }
        }
        return gate;
    }

    private boolean held(String app, Operation operation) {
        Cluster cluster = manager.clusters.get(app);
        return cluster != null && cluster.holds(operation);
    }

    /** An operation that ends an app; those that depend on it must have been asked before. */
    Operation backwards(Turns turns, String app, Operation operation) {
        Map<String, Operation> dependents = new LinkedHashMap<>();
        turns.asked.forEach((other, asked) -> {
            if (on(needs(turns, other), app)) {
                dependents.put(other, asked);
            }
        });
        if (dependents.isEmpty() && needs(turns, app).isEmpty()) {
            return operation;
        }
        Gated gated = new Gated(
                operation,
                () -> dependents.entrySet().stream()
                        .filter(other -> held(other.getKey(), other.getValue()))
                        .findFirst()
                        .map(Map.Entry::getKey)
                        .map(other -> Gate.shut("waits for the end of " + other))
                        .orElse(Gate.OPEN));
        turns.asked.put(app, gated);
        return gated;
    }

    /** Who runs on without an app that it depends on, when only these are stopped. */
    List<String> bereft(Collection<String> stopped) {
        List<String> notes = new ArrayList<>();
        for (Cluster cluster : manager.clusters.values()) {
            String name = cluster.spec().name();
            boolean runs = cluster.members().stream().anyMatch(m -> m.state().hasProcess());
            if (runs && !stopped.contains(name)) {
                cluster.spec().supervision().dependsOn().stream()
                        .filter(need -> stopped.contains(need.app()))
                        .forEach(need -> notes.add(name + " depends on " + need.app() + " and runs on without it"));
            }
        }
        return notes;
    }

    // ---- without a request

    /** A start by the manager itself. */
    Operation start(Cluster cluster, StartOperation operation) {
        return forwards(new Turns(), cluster.spec().name(), operation);
    }

    /** Whoever still waits is started once those that it waits for are so far. */
    @Override
    public void tick(long now) {
        for (Cluster cluster : List.copyOf(manager.clusters.values())) {
            List<Dependency> needs = cluster.spec().supervision().dependsOn();
            if (!needs.isEmpty()
                    && cluster.busyWith().isEmpty()
                    && cluster.members().stream().anyMatch(Instance::awaits)
                    && Gate.of(needs, this::standing).isOpen()) {
                manager.ask(cluster.spec().name(), StartOperation.only(Instance::awaits), Optional.empty());
            }
        }
    }
}
