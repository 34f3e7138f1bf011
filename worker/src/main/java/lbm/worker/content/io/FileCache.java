package lbm.worker.content.io;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import lbm.worker.content.FileFacts;
import org.jspecify.annotations.Nullable;

/** Loaded files up to a number of bytes; those not asked for longest leave first. */
final class FileCache {

    /** The path in the site is part of the key: type and cache rule follow it, and links may give one file several. */
    private record Key(Path real, String path) {}

    /** When it was read and found in this state, nanoseconds since the epoch. */
    private record Kept(StoredFile file, long at) {}

    private final long limit;
    private final Map<Key, Kept> files = new LinkedHashMap<>(64, 0.75f, true);
    private long weight;

    FileCache(long limit) {
        this.limit = limit;
    }

    /** A file in that state; null: to be read. */
    @Nullable
    StoredFile get(Path real, String path, FileFacts facts) {
        Kept kept = files.get(new Key(real, path));
        if (kept == null || !kept.file().facts().equals(facts) || !facts.settled(kept.at())) {
            return null;
        }
        return kept.file();
    }

    /**
     * Keeps a file that was read just now.
     *
     * @param at nanoseconds since the epoch, before it was read
     * @return the file; the one that is kept already, with all its codings, if it turned out to be the same
     */
    StoredFile put(String path, StoredFile file, long at) {
        Key key = new Key(file.real(), path);
        Kept old = files.get(key);
        StoredFile it = old != null && same(old.file(), file) ? old.file() : file;
        files.put(key, new Kept(it, at));
        weight += it.weight() - (old == null ? 0 : old.file().weight());
        return it;
    }

    private static boolean same(StoredFile one, StoredFile other) {
        return one.facts().equals(other.facts()) && one.representation().equals(other.representation());
    }

    /** Lets go of what is too much; tells whether anything was. */
    boolean shrink() {
        boolean evicted = false;
        Iterator<Kept> eldest = files.values().iterator();
        while (weight > limit && eldest.hasNext()) {
            weight -= eldest.next().file().weight();
            eldest.remove();
            evicted = true;
        }
        return evicted;
    }

    long weight() {
        return weight;
    }
}
