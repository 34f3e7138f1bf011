package lbm.manager.daemon;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread that waits for the disk, so that the loop need not. */
final class DiskThread {

    private DiskThread() {}

    /** One that runs from now on: when no more processes are allowed no thread could be made later. */
    static Executor named(String name) {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        one.prestartAllCoreThreads();
        return one;
    }
}
