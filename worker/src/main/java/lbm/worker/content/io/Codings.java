package lbm.worker.content.io;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.zip.Deflater;
import lbm.worker.config.Compression;
import lbm.worker.content.AcceptEncoding;
import lbm.worker.content.Coding;
import lbm.worker.content.Conditions;
import lbm.worker.content.Heads;
import lbm.worker.content.Representation;
import lbm.worker.content.io.Variants.Made;
import org.jspecify.annotations.Nullable;

/**
 * Chooses in which coding a file is sent, and has made what is missing. Nobody waits for it: until it is there, the next
 * best is sent. What was made is kept up to a number of bytes; what is not asked for longest leaves first.
 *
 * <p>Not thread-safe: the event loop's.
 */
public final class Codings {

    /** For a site that sends files as they are. */
    public static final Codings NONE = new Codings(new Compression(List.of(), 0, 0), Compressing.NOBODY, Runnable::run);

    /** Larger files are sent as they are: to make them smaller would take seconds and more memory than a worker has. */
    static final long LARGEST = 8 * 1024 * 1024;

    /** Clients have few ways to say what they take; whoever invents more is read each time. */
    private static final int FIELDS = 64;

    private static final int LONGEST_FIELD = 256;

    private record Place(Variants variants, Coding coding, long weight) {}

    private final List<Coding> offered;
    private final Compression rules;
    private final Compressing work;
    private final Executor loop;
    private final Map<String, List<Coding>> orders = new LinkedHashMap<>();
    private final Map<Made, Place> kept = new LinkedHashMap<>(64, 0.75f, true);
    private Function<Representation, Heads> heads = file -> {
        throw new IllegalStateException("no site yet");
    };
    private long weight;

    Codings(Compression rules, Compressing work, Executor loop) {
        this.offered = rules.codings().stream()
                .map(Coding::of)
                .flatMap(Optional::stream)
                .toList();
        this.rules = rules;
        this.work = work;
        this.loop = loop;
    }

    /** For a site that sends what lies beside its files, and makes nothing. */
    public static Codings siblings(Compression rules) {
        return new Codings(rules, Compressing.NOBODY, Runnable::run);
    }

    /**
     * Codings that are made in a thread of their own, from {@link #start} on.
     *
     * @param folder where bodies are kept for all workers
     * @param loop the event loop
     */
    public static Codings of(Compression rules, Path folder, Executor loop) {
        return new Codings(rules, new CompressingThread(new CompressedStore(folder, CompressedStore.LIMIT)), loop);
    }

    /** From now on what is missing is made; before, it is only noted. */
    public void start() {
        work.start();
    }

    /** How header lines are made, which only the site knows. */
    void attach(Function<Representation, Heads> heads) {
        this.heads = heads;
    }

    /** In the server's order. */
    List<Coding> offered() {
        return offered;
    }

    /** Bytes of what was made and is kept. */
    long weight() {
        return weight;
    }

    /**
     * The representation for a client. Whoever names the entity tag of one that it takes gets that one, so that a copy
     * stays valid and a download can go on although a better coding has been made since.
     *
     * @param acceptEncoding lines joined by commas; null: not sent
     */
    StoredFile choose(StoredFile file, @Nullable String acceptEncoding, Conditions asked) {
        Variants variants = file.variants();
        if (!variants.vary()) {
            return file;
        }
        List<Coding> order = order(acceptEncoding);
        String tags = tags(asked);
        if (tags != null) {
            for (Coding coding : order) {
                StoredFile it = coding == Coding.IDENTITY ? file : ready(variants, coding);
                if (it != null && tags.contains(it.representation().etag())) {
                    return it;
                }
            }
        }
        for (Coding coding : order) {
            StoredFile sibling = coding == Coding.IDENTITY ? null : variants.sibling(coding);
            if (sibling != null) {
                return sibling;
            }
        }
        return made(file, order, asked);
    }

    private StoredFile made(StoredFile file, List<Coding> order, Conditions asked) {
        long length = file.representation().length();
        // The parts of one file come from one representation, and the plain bytes are always there.
        boolean part = asked.range() != null && order.contains(Coding.IDENTITY);
        if (part || length < rules.minSize() || length > LARGEST) {
            return file;
        }
        boolean best = true;
        for (Coding coding : order) {
            if (coding == Coding.IDENTITY) {
                return file;
            }
            Made made = file.variants().made(coding);
            if (made != null && made.file != null) {
                kept.get(made); // used just now
                return made.file;
            }
            // Gzip is there long before the others, so it fills the gap.
            if (made == null && (best || coding == Coding.GZIP)) {
                ask(file, coding);
            }
            best &= made != null && made.useless;
        }
        return order.contains(Coding.GZIP) ? quickly(file) : file;
    }

    private @Nullable StoredFile ready(Variants variants, Coding coding) {
        StoredFile sibling = variants.sibling(coding);
        if (sibling != null) {
            return sibling;
        }
        Made made = variants.made(coding);
        return made == null ? null : made.file;
    }

    private static @Nullable String tags(Conditions asked) {
        if (asked.ifNoneMatch() != null) {
            return asked.ifNoneMatch();
        }
        return asked.ifMatch() != null ? asked.ifMatch() : asked.ifRange();
    }

    private List<Coding> order(@Nullable String field) {
        if (field == null || field.length() > LONGEST_FIELD) {
            return AcceptEncoding.order(field, offered);
        }
        List<Coding> order = orders.get(field);
        if (order == null) {
            order = AcceptEncoding.order(field, offered);
            if (orders.size() < FIELDS) {
                orders.put(field, order);
            }
        }
        return order;
    }

    private void ask(StoredFile file, Coding coding) {
        Made made = new Made();
        if (work.ask(file, coding, result -> loop.execute(() -> done(file, coding, made, result)))) {
            file.variants().made(coding, made);
        }
    }

    private void done(StoredFile file, Coding coding, Made made, Compressing.Result result) {
        if (result instanceof Compressing.Result.Changed) {
            file.variants().letGo(coding);
        } else if (result instanceof Compressing.Result.Made it && it.body().remaining() <= rules.memory() / 2) {
            made.file = coded(file, coding, it.body(), it.etag());
            keep(made, new Place(file.variants(), coding, made.file.weight()));
        } else {
            made.useless = true;
        }
    }

    private void keep(Made made, Place place) {
        kept.put(made, place);
        weight += place.weight();
        Iterator<Place> eldest = kept.values().iterator();
        while (weight > rules.memory() && eldest.hasNext()) {
            Place gone = eldest.next();
            eldest.remove();
            weight -= gone.weight();
            gone.variants().letGo(gone.coding());
        }
    }

    /** For whoever refuses the plain bytes while nothing else is there: a moment's work, or the plain bytes all the same. */
    private StoredFile quickly(StoredFile file) {
        if (file.body().isEmpty()) {
            return file;
        }
        byte[] bytes = new byte[(int) file.representation().length()];
        file.body().get().getBytes(0, bytes);
        ByteBuffer body = ByteBuffer.wrap(Compressor.gzip(bytes, Deflater.BEST_SPEED));
        return coded(file, Coding.GZIP, body, FileLoader.tag(body));
    }

    private StoredFile coded(StoredFile file, Coding coding, ByteBuffer body, String etag) {
        Representation plain = file.representation();
        Representation it =
                new Representation(body.remaining(), plain.contentType(), etag, plain.modified(), plain.cacheControl());
        return new StoredFile(
                file.real(),
                file.facts(),
                it,
                Optional.of(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(body))),
                heads.apply(it).in(coding),
                Variants.NONE);
    }
}
