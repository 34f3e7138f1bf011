package lbm.manager.logs;

import java.util.Set;

/**
 * Which lines somebody wants. An instance is meant when its app or its id is named, or neither is.
 *
 * @param apps names; instances that are started later count too
 * @param lines at most so many past lines of each instance
 */
public record Query(Set<String> apps, Set<Integer> ids, Set<Stream> streams, int lines) {

    /** Copies the sets. */
    public Query {
        apps = Set.copyOf(apps);
        ids = Set.copyOf(ids);
        streams = Set.copyOf(streams);
    }

    /** Both streams of every instance. */
    public static Query all(int lines) {
        return new Query(Set.of(), Set.of(), Set.of(Stream.OUT, Stream.ERR), lines);
    }

    public boolean wants(String app, int id) {
        return (apps.isEmpty() && ids.isEmpty()) || apps.contains(app) || ids.contains(id);
    }

    public boolean wants(String app, StreamKey key) {
        return streams.contains(key.stream()) && wants(app, key.id());
    }
}
