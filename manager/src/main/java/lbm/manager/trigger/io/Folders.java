package lbm.manager.trigger.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The folders that inotify(7) watches for this process, one by one. For one thread. */
final class Folders implements AutoCloseable {

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE
    };

    private final @Nullable WatchService service;
    private final Map<WatchKey, Path> folders = new HashMap<>();

    private Folders(@Nullable WatchService service) {
        this.service = service;
    }

    /** Where the system has no more of it, a watch of nothing: {@link #add} says so. */
    static Folders open() {
        try {
            return new Folders(FileSystems.getDefault().newWatchService());
        } catch (IOException e) {
            return none();
        }
    }

    /** A watch of nothing. */
    static Folders none() {
        return new Folders(null);
    }

    /**
     * Watches one folder too.
     *
     * @return false: the system gives no more watches
     */
    boolean add(Path folder) {
        if (service == null) {
            return false;
        }
        try {
            folders.put(folder.register(service, KINDS), folder);
            return true;
        } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
            return true; // Gone meanwhile, or not ours to see: its own folder tells of it, or nobody can.
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops watching everything below a path, which is another folder now. */
    void drop(Path root) {
        folders.entrySet().removeIf(entry -> {
            boolean below = entry.getValue().startsWith(root);
            if (below) {
                entry.getKey().cancel();
            }
            return below;
        });
    }

    /** Stops watching what none of these needs. */
    void keepOnly(Collection<Target> targets) {
        folders.entrySet().removeIf(entry -> {
            boolean needless = targets.stream().noneMatch(target -> target.needs(entry.getValue()));
            if (needless) {
                entry.getKey().cancel();
            }
            return needless;
        });
    }

    /**
     * Waits for changes.
     *
     * @param heard told of each path; of a folder in which more happened than the system remembers, of that folder
     */
    void await(long millis, Consumer<Path> heard) throws InterruptedException {
        if (service == null) {
            Thread.sleep(millis);
            return;
        }
        for (WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS); key != null; key = service.poll()) {
            Path folder = folders.get(key);
            for (WatchEvent<?> event : key.pollEvents()) {
                if (folder != null) {
                    heard.accept(event.context() instanceof Path name ? folder.resolve(name) : folder);
                }
            }
            if (!key.reset()) {
                folders.remove(key);
            }
        }
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            folders.clear(); // Its descriptor is gone either way.
        }
    }
}
