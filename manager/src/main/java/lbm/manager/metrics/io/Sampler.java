package lbm.manager.metrics.io;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lbm.manager.metrics.CpuMeter;
import lbm.manager.metrics.Usage;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;
import oshi.util.GlobalConfig;

/** Samples memory and CPU of process trees with oshi, on a thread of its own. */
public final class Sampler implements AutoCloseable {

    /** Rests so many times as long as it works: hundreds of processes are sampled less often. */
    private static final int LEAST_REST = 50;

    /** But not more than so much less often, for a single slow round says little. */
    private static final int MOST_STRETCH = 3;

    private final Supplier<? extends Collection<Long>> roots;
    private final Duration interval;
    private final Executor deliverOn;
    private final Consumer<Map<Long, Usage>> samples;
    private final CpuMeter cpu = new CpuMeter();
    private final Thread thread;
    private volatile boolean closed;

    private Sampler(
            Supplier<? extends Collection<Long>> roots,
            Duration interval,
            Executor deliverOn,
            Consumer<Map<Long, Usage>> samples) {
        this.roots = roots;
        this.interval = interval;
        this.deliverOn = deliverOn;
        this.samples = samples;
        this.thread = new Thread(this::run, "lbm-metrics");
        thread.setDaemon(true);
    }

    /**
     * Starts sampling.
     *
     * @param roots pids whose trees are wanted, asked before each sample on the sampling thread
     * @param samples gets what each living root's tree uses, by the root's pid
     * @param deliverOn where {@code samples} is called
     */
    public static Sampler start(
            Supplier<? extends Collection<Long>> roots,
            Duration interval,
            Executor deliverOn,
            Consumer<Map<Long, Usage>> samples) {
        Sampler sampler = new Sampler(roots, interval, deliverOn, samples);
        sampler.thread.start();
        return sampler;
    }

    private void run() {
        // udev tells of disks, which nobody asks for, and costs 45 ms and 1.3 MB; that oshi says so is no news.
        GlobalConfig.set(GlobalConfig.OSHI_OS_LINUX_ALLOWUDEV, false);
        System.getProperties().putIfAbsent("org.slf4j.simpleLogger.log.oshi", "warn");
        // Here and not earlier: loading oshi takes a few tenths of a second, which the start must not wait for.
        OperatingSystem os = new SystemInfo().getOperatingSystem();
        try {
            while (!closed) {
                long began = System.nanoTime();
                Map<Long, Usage> sample = new HashMap<>();
                for (long root : Set.copyOf(roots.get())) {
                    Usage usage = sample(os, root);
                    if (usage != null) {
                        sample.put(root, usage);
                    }
                }
                cpu.endRound();
                deliverOn.execute(() -> samples.accept(sample));
                Thread.sleep(pauseMillis((System.nanoTime() - began) / 1_000_000));
            }
        } catch (InterruptedException | RejectedExecutionException e) {
            // Closed, or the loop that wanted the samples has ended.
            closed = true;
        }
    }

    private long pauseMillis(long took) {
        long usual = interval.toMillis();
        return Math.max(usual, Math.min(took * LEAST_REST, usual * MOST_STRETCH));
    }

    private @Nullable Usage sample(OperatingSystem os, long root) {
        long rss = 0;
        double percent = 0;
        boolean found = false;
        for (long pid : tree(root)) {
            OSProcess process = os.getProcess((int) pid);
            if (process != null) {
                found = true;
                rss += process.getResidentMemory();
                percent += cpu.percent(
                        pid,
                        process.getStartTime(),
                        process.getKernelTime() + process.getUserTime(),
                        System.nanoTime());
            }
        }
        return found ? new Usage(rss, percent) : null;
    }

    /** The root and its descendants by {@code /proc/PID/task/TID/children}: no look at all processes is needed. */
    private static Set<Long> tree(long root) {
        Set<Long> tree = new HashSet<>(Set.of(root));
        Deque<Long> open = new ArrayDeque<>(tree);
        while (!open.isEmpty()) {
            for (long child : children(open.pop())) {
                if (tree.add(child)) {
                    open.push(child);
                }
            }
        }
        return tree;
    }

    private static Set<Long> children(long pid) {
        Set<Long> children = new HashSet<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks) {
                for (String child : Files.readString(task.resolve("children")).split(" ", -1)) {
                    if (!child.isBlank()) {
                        children.add(Long.parseLong(child));
                    }
                }
            }
        } catch (IOException e) {
            // Ended meanwhile, or a kernel without CONFIG_PROC_CHILDREN: then the root counts alone.
            return children;
        }
        return children;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
