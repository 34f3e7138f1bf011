package lbm.manager.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * The lives of one app: found by key and by slot, counted by what is asked often. What is asked of one life costs the
 * same with a thousand of them.
 */
final class Lives {

    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::slot).thenComparingLong(Place::serial);

    private final TreeMap<Place, Instance> ordered = new TreeMap<>(ORDER);
    private final Map<Key, Instance> byKey = new HashMap<>();
    /** How many lives bear an id. */
    private final TreeMap<Integer, Integer> ids = new TreeMap<>();

    private int leaving;
    private int online;
    private int waiting;
    private @Nullable List<Instance> copy;

    /** No two lives share a serial number. */
    private record Place(int slot, long serial) {}

    boolean isEmpty() {
        return ordered.isEmpty();
    }

    /** By slot, the oldest of a slot first, as they are now. */
    List<Instance> list() {
        List<Instance> known = copy;
        if (known == null) {
            known = List.copyOf(ordered.values());
            copy = known;
        }
        return known;
    }

    Optional<Instance> find(Key key) {
        return Optional.ofNullable(byKey.get(key));
    }

    Collection<Instance> inSlot(int slot) {
        return ordered.subMap(new Place(slot, Long.MIN_VALUE), true, new Place(slot, Long.MAX_VALUE), true)
                .values();
    }

    /** The highest id in use, -1 when there is none. */
    int highestId() {
        return ids.isEmpty() ? -1 : ids.lastKey();
    }

    /** How many are to be forgotten, the ended ones included. */
    int leaving() {
        return leaving;
    }

    int online() {
        return online;
    }

    /** How many have a deadline. */
    int waiting() {
        return waiting;
    }

    /** Adds a life, or puts the next value of one in its place. */
    void put(Instance life) {
        Instance before = byKey.put(life.key(), life);
        ordered.put(place(life), life);
        if (before == null) {
            ids.merge(life.key().id(), 1, Integer::sum);
        } else {
            count(before, -1);
        }
        count(life, 1);
        copy = null;
    }

    void replaceAll(UnaryOperator<Instance> change) {
        list().forEach(life -> put(change.apply(life)));
    }

    void removeIf(Predicate<Instance> which) {
        list().stream().filter(which).forEach(this::remove);
    }

    void remove(Instance life) {
        Instance before = byKey.remove(life.key());
        if (before != null) {
            ordered.remove(place(before));
            count(before, -1);
            ids.computeIfPresent(life.key().id(), (id, lives) -> lives == 1 ? null : lives - 1);
            copy = null;
        }
    }

    /** It keeps its slot for as long as it is here. */
    private static Place place(Instance life) {
        return new Place(life.slot(), life.key().serial());
    }

    private void count(Instance life, int by) {
        leaving += life.wanted() == Wanted.GONE ? by : 0;
        online += life.state() == State.ONLINE ? by : 0;
        waiting += life.deadline().isPresent() ? by : 0;
    }
}
