package lbm.manager.metrics.io;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lbm.manager.metrics.CpuMeter;
import lbm.manager.metrics.Pace;
import lbm.manager.metrics.StatLine;
import lbm.manager.metrics.Trees;
import lbm.manager.metrics.Usage;

/**
 * Samples memory and CPU of process trees from {@code /proc}, on a thread of its own. All of them in one pass, less often
 * when there are many; those with a limit at each interval.
 */
public final class Sampler implements AutoCloseable {

    /** USER_HZ: what proc(5) calls a clock tick is a hundredth of a second on every Linux of today. */
    private static final long TICK_MILLIS = 10;

    private final Supplier<? extends Collection<Long>> roots;
    private final Supplier<? extends Collection<Long>> limited;
    private final Duration interval;
    private final Executor deliverOn;
    private final Consumer<Map<Long, Usage>> samples;
    private final CpuMeter cpu = new CpuMeter();
    private final Thread thread;
    private Map<Long, Usage> last = Map.of();
    private volatile boolean closed;

    private Sampler(
            Supplier<? extends Collection<Long>> roots,
            Supplier<? extends Collection<Long>> limited,
            Duration interval,
            Executor deliverOn,
            Consumer<Map<Long, Usage>> samples) {
        this.roots = roots;
        this.limited = limited;
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
     * @param limited those of them whose memory must be known at every interval
     * @param samples gets what each living root's tree uses, by the root's pid; not every root each time
     * @param deliverOn where {@code samples} is called
     */
    public static Sampler start(
            Supplier<? extends Collection<Long>> roots,
            Supplier<? extends Collection<Long>> limited,
            Duration interval,
            Executor deliverOn,
            Consumer<Map<Long, Usage>> samples) {
        Sampler sampler = new Sampler(roots, limited, interval, deliverOn, samples);
        sampler.thread.start();
        return sampler;
    }

    private void run() {
        ProcReader reader = new ProcReader();
        long due = System.nanoTime();
        try {
            while (!closed) {
                long began = System.nanoTime();
                boolean whole = began - due >= 0;
                Map<Long, Usage> sample = whole ? all(reader) : watched(reader);
                long ended = System.nanoTime();
                if (whole) {
                    last = sample;
                    due = ended + Pace.rest(interval.toNanos(), ended - began);
                }
                if (!sample.isEmpty()) {
                    deliverOn.execute(() -> samples.accept(sample));
                }
                long next = whole ? interval.toNanos() : Pace.rest(interval.toNanos(), ended - began);
                Thread.sleep(Math.max(1, Math.min(next, Math.max(0, due - ended)) / 1_000_000));
            }
        } catch (InterruptedException | RejectedExecutionException e) {
            // Closed, or the loop that wanted the samples has ended.
            closed = true;
        }
    }

    /** One pass over every process of the machine. */
    private Map<Long, Usage> all(ProcReader reader) {
        Set<Long> wanted = Set.copyOf(roots.get());
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<Long, Usage> sample = new HashMap<>();
        Trees.of(reader.all(), wanted).forEach((root, tree) -> sample.put(root, usage(reader, tree)));
        cpu.endRound();
        return sample;
    }

    private Usage usage(ProcReader reader, List<StatLine> tree) {
        long now = System.nanoTime();
        double percent = 0;
        long pages = 0;
        for (StatLine stat : tree) {
            percent += cpu.percent(stat.pid(), stat.start(), stat.ticks() * TICK_MILLIS, now);
            pages += stat.pages();
        }
        return new Usage(pages * reader.pageSize(), percent);
    }

    /** Those with a limit only, tree by tree; their CPU is as of the last pass. */
    private Map<Long, Usage> watched(ProcReader reader) {
        Map<Long, Usage> sample = new HashMap<>();
        for (long root : Set.copyOf(limited.get())) {
            long pages = 0;
            for (long pid : descendants(root)) {
                pages += reader.one(pid).map(StatLine::pages).orElse(0L);
            }
            if (pages > 0) {
                double percent = last.getOrDefault(root, new Usage(0, 0)).cpuPercent();
                sample.put(root, new Usage(pages * reader.pageSize(), percent));
            }
        }
        return sample;
    }

    /** The root and its descendants by {@code /proc/PID/task/TID/children}: no look at all processes is needed. */
    private static Set<Long> descendants(long root) {
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
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        String[] threads = new File(tasks.toString()).list();
        for (String thread : threads == null ? new String[0] : threads) {
            try {
                byte[] text = Files.readAllBytes(tasks.resolve(thread).resolve("children"));
                for (String child : new String(text, StandardCharsets.US_ASCII).split(" ", -1)) {
                    if (!child.isBlank()) {
                        children.add(Long.parseLong(child.strip()));
                    }
                }
            } catch (IOException e) {
                // Ended meanwhile, or a kernel without CONFIG_PROC_CHILDREN: then the next pass over all tells.
                children.remove(pid);
            }
        }
        return children;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
