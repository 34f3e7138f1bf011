package lbm.worker;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.BadConfig;
import lbm.worker.config.Serve;
import lbm.worker.config.WorkerConfig;

/** The worker process. Exit codes: 0 drained or told to stop, 1 it cannot work, 2 started with bad settings. */
public final class Main {

    /** Connections get this long after SIGTERM or SIGINT; the manager's own kill timeout is beyond it. */
    private static final long SIGNAL_MILLIS = 5000;

    private Main() {}

    /** Reads the environment and serves until told otherwise. */
    public static void main(String[] args) {
        try {
            WorkerConfig config = WorkerConfig.of(System.getenv());
            if (config.job() instanceof Serve serve && !Files.isDirectory(serve.root())) {
                throw new BadConfig(serve.root() + " is not a folder; check serve.root");
            }
            run(config);
        } catch (BadConfig e) {
            Console.error("worker: " + e.getMessage());
            exit(2);
        } catch (IOException e) {
            Console.error("worker: the site cannot be read: " + e);
            exit(1);
        }
    }

    private static void run(WorkerConfig config) throws IOException {
        EventLoop loop = new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("loop"), EpollIoHandler.newFactory())
                .next();
        CountDownLatch over = new CountDownLatch(1);
        Worker worker = new Worker(config, loop, code -> {
            over.countDown();
            exit(code);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(loop, worker, over), "stop"));
        loop.execute(worker::start);
    }

    /** SIGTERM or SIGINT: the virtual machine ends when this returns, so it returns when the connections are served. */
    private static void stop(EventLoop loop, Worker worker, CountDownLatch over) {
        loop.execute(() -> worker.drain(false, SIGNAL_MILLIS));
        try {
            if (!over.await(SIGNAL_MILLIS + 1000, TimeUnit.MILLISECONDS)) {
                Console.error("worker: connections did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exit(0); // else the code would say that a signal ended it
    }

    /** Ends now: everything that had to be written is written, and hooks would only call this again. */
    private static void exit(int code) {
        System.out.flush();
        Runtime.getRuntime().halt(code);
    }
}
