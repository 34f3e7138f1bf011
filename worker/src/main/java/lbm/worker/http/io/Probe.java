package lbm.worker.http.io;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
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

    /** Everything as it is now. */
    Health measure() {
        Runtime runtime = Runtime.getRuntime();
        long[] disk = disk();
        return new Health(
                Instant.now().toString(),
                (System.nanoTime() - started) / 1e9,
                rss(),
                runtime.totalMemory(),
                runtime.totalMemory() - runtime.freeMemory(),
                direct(),
                load(),
                version,
                environment,
                loopDelayMillis.getAsLong(),
                disk[0],
                disk[1]);
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

    /** Free and total bytes; both 0 when the root cannot be asked, which counts as healthy: requests tell. */
    private long[] disk() {
        try {
            FileStore store = Files.getFileStore(root);
            return new long[] {store.getUsableSpace(), store.getTotalSpace()};
        } catch (IOException e) {
            LOG.warn("the disk of {} cannot be asked: {}", root, e.toString());
            return new long[] {0, 0};
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
