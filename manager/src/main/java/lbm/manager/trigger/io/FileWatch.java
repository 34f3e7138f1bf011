package lbm.manager.trigger.io;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes under folders: by inotify(7), or where the system gives no more of its watches by looking every two
 * seconds. On a thread of its own, since a first look at a large tree takes its time; it is there while something is
 * watched.
 */
public final class FileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private static final int WAIT_MILLIS = 500;

    /** What is heard; all calls on the executor. */
    public interface Listener {

        /** A file or folder was made, written or deleted. */
        void changed(String app, Path path);

        /** Something the operator should know, in one line. */
        void note(String app, String note);
    }

    private final Executor deliverOn;
    private final Listener listener;
    private final Queue<Consumer<Folders>> orders = new ArrayDeque<>();
    private final Map<String, Target> targets = new HashMap<>();
    private @Nullable Thread thread;
    private boolean closed;

    /** Watches nothing yet. */
    public FileWatch(Executor deliverOn, Listener listener) {
        this.deliverOn = deliverOn;
        this.listener = listener;
    }

    /**
     * Watches files and folders from now on, in place of what was watched for that app.
     *
     * @param paths absolute; folders with everything below; one that is not there yet is waited for
     * @param ignored tells of an absolute path that changes there do not count
     */
    public void watch(String app, List<Path> paths, Predicate<Path> ignored) {
        order(folders -> {
            Target target = new Target(
                    paths,
                    ignored,
                    path -> tell(() -> listener.changed(app, path)),
                    note -> tell(() -> listener.note(app, note)));
            targets.put(app, target);
            target.begin(folders);
            folders.keepOnly(targets.values());
        });
    }

    /** Nothing more is told of this app, but for what is on its way. */
    public void unwatch(String app) {
        order(folders -> {
            targets.remove(app);
            folders.keepOnly(targets.values());
        });
    }

    private void tell(Runnable what) {
        try {
            deliverOn.execute(what);
        } catch (RejectedExecutionException e) {
            close(); // The loop has ended, and so has everything.
        }
    }

    private synchronized void order(Consumer<Folders> what) {
        orders.add(what);
        if (thread == null && !closed) {
            Thread fresh = new Thread(this::run, "lbm-watch");
            fresh.setDaemon(true);
            try {
                fresh.start();
                thread = fresh;
            } catch (OutOfMemoryError e) {
                // No more threads are allowed: tried again with the next order.
                LOG.warn("files cannot be watched now: {}", e.getMessage());
            }
        }
    }

    /** Empty and at an end when nothing is watched any more. */
    private synchronized List<Consumer<Folders>> takeOrders() {
        List<Consumer<Folders>> taken = new ArrayList<>(orders);
        orders.clear();
        if (closed || (taken.isEmpty() && targets.isEmpty())) {
            thread = null;
        }
        return taken;
    }

    private synchronized boolean mine() {
        return Thread.currentThread() == thread;
    }

    private void run() {
        try (Folders folders = Folders.open()) {
            while (true) {
                takeOrders().forEach(order -> order.accept(folders));
                if (!mine()) {
                    return;
                }
                folders.await(
                        WAIT_MILLIS, path -> List.copyOf(targets.values()).forEach(it -> it.heard(folders, path)));
                long now = System.nanoTime();
                targets.values().forEach(it -> it.look(folders, now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
