package lbm.worker.content.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lbm.worker.content.CacheRules;
import lbm.worker.content.Coding;
import lbm.worker.content.Compressible;
import lbm.worker.content.FileFacts;
import lbm.worker.content.Heads;
import lbm.worker.content.MediaTypes;
import lbm.worker.content.Representation;
import org.jspecify.annotations.Nullable;

/** Reads files so that bytes and facts belong together. */
final class FileLoader {

    /** Up to here a file is kept in memory; above, sendfile costs less (measured: equal at 256 KB). */
    static final long SMALL = 256 * 1024;

    /** Enough that two contents of one site never share a tag. */
    private static final int TAG_BYTES = 12;

    private static final int TRIES = 5;

    private final Function<Representation, Heads> heads;
    private final CacheRules rules;
    private final boolean codings;

    /**
     * A loader.
     *
     * @param rules how long files may be kept
     * @param codings whether files are sent in other codings too
     */
    FileLoader(Function<Representation, Heads> heads, CacheRules rules, boolean codings) {
        this.heads = heads;
        this.rules = rules;
        this.codings = codings;
    }

    /** What a file is like now. */
    static FileFacts facts(Path file) throws IOException {
        Map<String, Object> all = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,dev,ino");
        return new FileFacts(
                all.get("size") instanceof Long size ? size : 0,
                nanos(all.get("lastModifiedTime")),
                nanos(all.get("ctime")),
                all.get("dev") + ":" + all.get("ino"));
    }

    private static long nanos(@Nullable Object time) {
        return time instanceof FileTime it ? it.to(TimeUnit.NANOSECONDS) : 0;
    }

    /**
     * Reads a file.
     *
     * @param path in the site; type and cache rule follow it
     * @param coding in which it is the file of that path
     * @throws IOException it cannot be read, or is written so fast that no state of it could be caught
     */
    StoredFile load(Path real, String path, Coding coding) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            FileFacts before = facts(real);
            if (before.size() > SMALL) {
                String tag = "\"" + Long.toHexString(before.size()) + "-" + Long.toHexString(before.modified()) + "-"
                        + Integer.toHexString((before.inode() + before.changed()).hashCode()) + "\"";
                return stored(real, path, coding, before, Optional.empty(), tag);
            }
            Optional<ByteBuffer> bytes = read(real, (int) before.size());
            // Same facts before and after: the file that was open in between is the one they describe.
            if (bytes.isPresent() && facts(real).equals(before)) {
                return stored(real, path, coding, before, bytes, tag(bytes.get()));
            }
        }
        throw new IOException(real + " changes all the time");
    }

    /** Opens a large file in the state that was promised; empty: it is another one now. */
    static Optional<FileChannel> open(StoredFile file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file.real(), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean same = false;
        try {
            same = same(file);
        } finally {
            if (!same) {
                channel.close();
            }
        }
        return same ? Optional.of(channel) : Optional.empty();
    }

    private StoredFile stored(
            Path real, String path, Coding coding, FileFacts facts, Optional<ByteBuffer> bytes, String tag) {
        String type = MediaTypes.of(path.substring(path.lastIndexOf('/') + 1));
        // A date in the future would be none of an origin server's (RFC 9110 §8.8.2.1).
        long modified = Math.min(facts.modifiedSeconds(), System.currentTimeMillis() / 1000);
        Representation representation = new Representation(facts.size(), type, tag, modified, rules.of(path, type));
        Optional<ByteBuf> body = bytes.map(it -> Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(it)));
        Heads lines = heads.apply(representation);
        if (coding != Coding.IDENTITY) {
            return new StoredFile(real, facts, representation, body, lines.in(coding), Variants.NONE);
        }
        Variants variants = Variants.of(codings && Compressible.is(type));
        return new StoredFile(real, facts, representation, body, lines, variants);
    }

    /** Empty: it was cut while it was read. */
    private static Optional<ByteBuffer> read(Path file, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size);
        try (FileChannel channel = opened(file)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(bytes.flip());
    }

    /** What is there and may be read, but cannot be opened (no descriptor is left, say), is not missing. */
    private static FileChannel opened(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** From the content, so that it is the same on every worker, host and deployment, and never for other bytes. */
    static String tag(ByteBuffer bytes) {
        return "\"" + Hash.text(Hash.of(bytes), TAG_BYTES) + "\"";
    }

    /** Whether a file is still in the state in which it was found. */
    static boolean same(StoredFile file) throws IOException {
        return facts(file.real()).equals(file.facts());
    }
}
