package lbm.worker.http.io;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import lbm.worker.config.HealthChecks;
import lbm.worker.http.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures what {@code /health} tells. */
public final class Probe {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final long PAGE = 4096;

    private final Path root;
    private final String version;
    private final String environment;
    private final LongSupplier loopDelayMillis;
    private final long started = System.nanoTime();

    public Probe(Path root, String version, String environment, LongSupplier loopDelayMillis) {
        this.root = root;
        this.version = version;
        this.environment = environment;
        this.loopDelayMillis = loopDelayMillis;
    }

    /**
     * Everything as it is now.
     *
     * @param outside what was found out about other things
     */
    Health measure(HealthChecks limits, Map<String, Boolean> outside) {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        List<Health.Disk> disks = Stream.concat(Stream.of(root), limits.disks().stream())
                .map(Probe::disk)
                .toList();
        Map<String, Boolean> checks = Health.own(limits, loopDelayMillis.getAsLong(), used, disks);
        outside.forEach((name, fine) -> checks.merge(name, fine, Boolean::logicalAnd));
        return new Health(
                Instant.now().toString(),
                (System.nanoTime() - started) / 1e9,
                rss(),
                runtime.totalMemory(),
                used,
                direct(),
                load(),
                version,
                environment,
                checks);
    }

    private static long rss() {
        // proc(5): size, resident, ... in pages
        return Long.parseLong(firstLine("/proc/self/statm", "0 0").split(" ", -1)[1]) * PAGE;
    }

    private static List<Double> load() {
        String[] fields = firstLine("/proc/loadavg", "0 0 0").split(" ", -1);
        return List.of(Double.parseDouble(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
    }

    private static long direct() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
    }

    /** A folder that is not there or cannot be asked counts as healthy: requests, or the logs, tell. */
    private static Health.Disk disk(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return new Health.Disk(store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            LOG.debug("the disk of {} cannot be asked: {}", folder, e.toString());
            return new Health.Disk(0, 0);
        }
    }

    private static String firstLine(String file, String otherwise) {
        try {
            return Files.readString(Path.of(file)).lines().findFirst().orElse(otherwise);
        } catch (IOException e) {
            return otherwise; // no proc file system
        }
    }
}
