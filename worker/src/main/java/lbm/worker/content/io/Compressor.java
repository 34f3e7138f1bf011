package lbm.worker.content.io;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import lbm.worker.content.Coding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a coding of some bytes, as small as it goes. Slow: never on the event loop. */
interface Compressor {

    Logger LOG = LoggerFactory.getLogger(Compressor.class);

    /** Up to here the very best level is worth its time (measured for 422 KB: brotli 630 ms, zstd 116 ms, gzip 11 ms). */
    int BEST_UP_TO = 1024 * 1024;

    /** The whole in this coding. */
    byte[] compress(byte[] bytes) throws IOException;

    /**
     * The one for a coding; the first call loads its library.
     *
     * @return empty: there is none for this machine, or its library cannot be unpacked here
     */
    static Optional<Compressor> of(Coding coding) {
        try {
            switch (coding) {
                case BROTLI -> {
                    load("com.aayushatharva.brotli4j.native.workdir", Brotli4jLoader::ensureAvailability);
                    return Optional.of(Compressor::brotli);
                }
                case ZSTD -> {
                    load("ZstdTempFolder", Native::load);
                    return Optional.of(Compressor::zstd);
                }
                case GZIP -> {
                    return Optional.of(bytes -> gzip(bytes, Deflater.BEST_COMPRESSION));
                }
                case IDENTITY -> {
                    return Optional.empty();
                }
            }
        } catch (LinkageError | RuntimeException | IOException e) {
            LOG.warn("no {} on this machine, so others are used: {}", coding.token(), e.toString());
        }
        return Optional.empty();
    }

    /**
     * Loads native code that unpacks itself. What was unpacked is removed at once: the mapped code stays, and a worker
     * that is killed later would leave a megabyte behind.
     *
     * @param property says where to
     */
    private static void load(String property, Runnable load) throws IOException {
        Path folder = Files.createTempDirectory("lbm-native-");
        System.setProperty(property, folder.toString());
        try {
            load.run();
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    private static byte[] brotli(byte[] bytes) throws IOException {
        // Above a megabyte the best level takes seconds and a hundred megabytes for the last per cent.
        Encoder.Parameters parameters = new Encoder.Parameters().setQuality(bytes.length <= BEST_UP_TO ? 11 : 9);
        return Encoder.compress(bytes, parameters.setWindow(22));
    }

    private static byte[] zstd(byte[] bytes) {
        // Level 19 looks 8 MB back at most, which is as far as a client must be able to (RFC 9659).
        return Zstd.compress(bytes, bytes.length <= BEST_UP_TO ? 19 : 12);
    }

    /**
     * One gzip member (RFC 1952) without name and time, so that equal bytes stay equal.
     *
     * @param level of {@link Deflater}
     */
    static byte[] gzip(byte[] bytes, int level) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = Arrays.copyOf(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, 3}, bytes.length / 3 + 64);
            int length = 10;
            while (!deflater.finished()) {
                if (out.length - length < 16) {
                    out = Arrays.copyOf(out, out.length * 2);
                }
                length += deflater.deflate(out, length, out.length - length);
            }
            CRC32 sum = new CRC32();
            sum.update(bytes);
            out = Arrays.copyOf(out, length + 8);
            littleEndian(out, length, (int) sum.getValue());
            littleEndian(out, length + 4, bytes.length);
            return out;
        } finally {
            deflater.end();
        }
    }

    private static void littleEndian(byte[] out, int at, int value) {
        for (int i = 0; i < 4; i++) {
            out[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
