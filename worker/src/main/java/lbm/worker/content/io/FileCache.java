package lbm.worker.content.io;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loaded files up to a number of bytes; those not asked for longest leave first. */
final class FileCache {

    /** The path in the site is part of the key: type and cache rule follow it, and links may give one file several. */
    private record Key(Path real, String path) {}

    private final long limit;
    private final Map<Key, StoredFile> files = new LinkedHashMap<>(64, 0.75f, true);
    private long weight;

    FileCache(long limit) {
        this.limit = limit;
    }

    @Nullable
    StoredFile get(Path real, String path) {
        return files.get(new Key(real, path));
    }

    /** Keeps a file; tells whether others had to leave for it. */
    boolean put(String path, StoredFile file) {
        StoredFile old = files.put(new Key(file.real(), path), file);
        weight += file.weight() - (old == null ? 0 : old.weight());
        boolean evicted = false;
        Iterator<StoredFile> eldest = files.values().iterator();
        while (weight > limit && eldest.hasNext()) {
            weight -= eldest.next().weight();
            eldest.remove();
            evicted = true;
        }
        return evicted;
    }

    long weight() {
        return weight;
    }
}
