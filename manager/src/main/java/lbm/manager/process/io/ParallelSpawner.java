package lbm.manager.process.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import lbm.manager.process.Command;

/**
 * Starts a few programs at a time. Whoever starts one waits until its exec(2) is done, which is most of what a start
 * costs, so on several processors several waits take no longer than one. Threads exist only while many are started.
 */
public final class ParallelSpawner {

    private static final int MOST = 4;
    private static final int IDLE_SECONDS = 5;

    private final Spawner spawner;
    private final int width = Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors()));
    private final ThreadPoolExecutor threads;

    public ParallelSpawner(Spawner spawner) {
        this(spawner, Thread::new);
    }

    ParallelSpawner(Spawner spawner, ThreadFactory factory) {
        this.spawner = spawner;
        this.threads = new ThreadPoolExecutor(
                width, width, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = factory.newThread(task);
                    thread.setName("lbm-spawn");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** How many are worth being started at once. */
    public int width() {
        return width;
    }

    /** Whether programs can be given descriptors beside their output. */
    public boolean handsOn() {
        return spawner.handsOn();
    }

    /** What came of one start. */
    @FunctionalInterface
    public interface Start {
        /**
         * The process, if it was started.
         *
         * @throws IOException as {@link Spawner#spawn} throws it
         */
        Spawned get() throws IOException;
    }

    /** Starts them all and waits for it; each tells in its turn what came of it. */
    public List<Start> spawn(List<Command> commands) {
        List<FutureTask<Spawned>> tasks = new ArrayList<>();
        for (Command command : commands) {
            Callable<Spawned> start = () -> spawner.spawn(command);
            tasks.add(new FutureTask<>(start));
        }
        // The last here: one alone costs no thread.
        for (int i = 0; i < tasks.size() - 1; i++) {
            try {
                threads.execute(tasks.get(i));
            } catch (OutOfMemoryError e) {
                // No thread may be made (`ulimit -u`): then it is started here, and tells by itself what it is refused.
                tasks.get(i).run();
            }
        }
        if (!tasks.isEmpty()) {
            tasks.get(tasks.size() - 1).run();
        }
        List<Start> starts = new ArrayList<>();
        tasks.forEach(task -> starts.add(() -> result(task)));
        return starts;
    }

    private static Spawned result(Future<Spawned> task) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // A process that was started must be known.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            if (e.getCause() instanceof Error failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
