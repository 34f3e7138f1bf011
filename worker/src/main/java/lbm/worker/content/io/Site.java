package lbm.worker.content.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import lbm.worker.content.CacheRules;
import lbm.worker.content.Coding;
import lbm.worker.content.Conditions;
import lbm.worker.content.FileFacts;
import lbm.worker.content.Heads;
import lbm.worker.content.Lookup;
import lbm.worker.content.Representation;
import lbm.worker.content.Target;
import org.jspecify.annotations.Nullable;

/**
 * The files below one folder, as requests name them. What was found is believed for a second; then it is looked at
 * again, so that a changed, replaced or deleted file, or a switched link to a release, is seen within that second.
 *
 * <p>Not thread-safe: the event loop's.
 */
public final class Site {

    private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int NAMES = 4096;

    /** Longer names are looked up each time: thousands of invented ones would fill the heap. */
    private static final int LONGEST_NAME = 256;

    /** A list is as large as its folder, so only a few are believed. */
    private static final int LISTS = 8;

    private static final String INDEX = "index.html";
    private static final String EXTENSION = ".html";

    private static final lbm.worker.config.Files PLAIN = new lbm.worker.config.Files(false, false, false, false);

    private record Seen(Lookup<StoredFile> lookup, long at) {}

    private final Path root;
    private final LongSupplier clock;
    private final lbm.worker.config.Files options;
    private final FileLoader loader;
    private final FileCache files;
    private final Codings codings;
    private final Map<String, Seen> names = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > NAMES;
        }
    };
    /** By the folder: one that is spelled in many ways is one list. */
    private final Map<String, Seen> lists = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > LISTS;
        }
    };

    private Path realRoot;
    private long rootSeen;

    /**
     * A site over a folder.
     *
     * @param limit bytes of small files kept in memory
     * @param clock nanoseconds, monotonic
     * @param heads makes the header lines that stay the same for a representation
     * @throws IOException the root is not there
     */
    public Site(Path root, long limit, LongSupplier clock, Function<Representation, Heads> heads) throws IOException {
        this(root, limit, clock, heads, Codings.NONE);
    }

    /** A site whose files are also sent in other codings. */
    Site(Path root, long limit, LongSupplier clock, Function<Representation, Heads> heads, Codings codings)
            throws IOException {
        this(root, limit, clock, heads, PLAIN, CacheRules.NONE, codings);
    }

    /**
     * A site over a folder.
     *
     * @param limit bytes of small files kept in memory
     * @param clock nanoseconds, monotonic
     * @param heads makes the header lines that stay the same for a representation
     * @param options which files are shown, and by which names
     * @param rules how long they may be kept
     * @param codings in which else than as they are
     * @throws IOException the root is not there
     */
    public Site(
            Path root,
            long limit,
            LongSupplier clock,
            Function<Representation, Heads> heads,
            lbm.worker.config.Files options,
            CacheRules rules,
            Codings codings)
            throws IOException {
        this.root = root;
        this.clock = clock;
        this.options = options;
        this.codings = codings;
        this.loader = new FileLoader(heads, rules, !codings.offered().isEmpty());
        codings.attach(heads);
        this.files = new FileCache(limit);
        this.realRoot = root.toRealPath();
        this.rootSeen = clock.getAsLong();
    }

    /**
     * Looks up a request target.
     *
     * @throws IOException the file is there but cannot be read; another try may succeed
     */
    public Lookup<StoredFile> find(String target) throws IOException {
        int query = target.indexOf('?');
        String name = query < 0 ? target : target.substring(0, query);
        long now = clock.getAsLong();
        Seen seen = names.get(name);
        if (seen != null && now - seen.at() < BELIEVED_NANOS) {
            return seen.lookup();
        }
        Lookup<StoredFile> lookup = look(Target.of(name, options.dotfiles()), now);
        if (name.length() <= LONGEST_NAME && !(lookup instanceof Lookup.Listed)) {
            names.put(name, new Seen(lookup, now));
        }
        return lookup;
    }

    /** The page of a single-page app. */
    public Lookup<StoredFile> index() throws IOException {
        return find("/" + INDEX);
    }

    /**
     * The representation of a file that suits a client best (RFC 9110 §12.1).
     *
     * @param acceptEncoding lines joined by commas; null: not sent
     */
    public StoredFile choose(StoredFile file, @Nullable String acceptEncoding, Conditions asked) {
        return codings.choose(file, acceptEncoding, asked);
    }

    /**
     * Opens a file that is too large to be kept.
     *
     * @return empty when it has changed since it was found: find it again
     */
    public Optional<FileChannel> open(StoredFile file) throws IOException {
        Optional<FileChannel> channel = FileLoader.open(file);
        if (channel.isEmpty()) {
            names.clear();
        }
        return channel;
    }

    /** Bytes of files in memory. */
    long weight() {
        return files.weight();
    }

    private Lookup<StoredFile> look(Target target, long now) throws IOException {
        if (target instanceof Target.Path path) {
            try {
                return look(path, now);
            } catch (AccessDeniedException e) {
                return new Lookup.Denied<>();
            } catch (FileSystemException | InvalidPathException e) {
                // Not there, a file used as a folder, a name too long or not writable in this locale, links in circles.
                return new Lookup.Missing<>(path);
            }
        }
        if (target instanceof Target.Bad bad) {
            return new Lookup.Bad<>(bad.why());
        }
        return target instanceof Target.Server ? new Lookup.Server<>() : new Lookup.Hidden<>();
    }

    private Lookup<StoredFile> look(Target.Path path, long now) throws IOException {
        Path asked = root;
        for (String segment : path.segments()) {
            asked = asked.resolve(segment);
        }
        boolean extended = options.htmlExtension() && !path.folder();
        Path real;
        try {
            real = asked.toRealPath();
        } catch (NoSuchFileException e) {
            if (extended) {
                return page(path, asked, now);
            }
            throw e;
        }
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            if (!inside(real, now)) {
                return new Lookup.Hidden<>();
            }
            return path.folder() ? folder(path, real, now) : redirect(path, asked, real, now);
        }
        return path.folder() ? new Lookup.Missing<>(path) : file(path, path.inSite(), real, attributes, now);
    }

    /** {@code /about} for {@code about.html}. */
    private Lookup<StoredFile> page(Target.Path path, Path asked, long now) throws IOException {
        Path real = asked.resolveSibling(path.name() + EXTENSION).toRealPath();
        return file(path, path.inSite() + EXTENSION, real, Files.readAttributes(real, BasicFileAttributes.class), now);
    }

    /** To the slash, unless the folder is only beside the page of that name: {@code about.html}, {@code about/team.html}. */
    private Lookup<StoredFile> redirect(Target.Path path, Path asked, Path real, long now) throws IOException {
        if (options.htmlExtension() && !path.segments().isEmpty() && !Files.exists(real.resolve(INDEX))) {
            Path page = asked.resolveSibling(path.name() + EXTENSION);
            if (Files.isRegularFile(page)) {
                return page(path, asked, now);
            }
        }
        return new Lookup.Folder<>(path.location());
    }

    private Lookup<StoredFile> folder(Target.Path path, Path real, long now) throws IOException {
        Path index;
        try {
            index = real.resolve(INDEX).toRealPath();
        } catch (NoSuchFileException e) {
            if (!options.listing()) {
                throw e;
            }
            return list(path, real, now);
        }
        String name = path.segments().isEmpty() ? INDEX : path.inSite() + "/" + INDEX;
        return file(path, name, index, Files.readAttributes(index, BasicFileAttributes.class), now);
    }

    private Lookup<StoredFile> list(Target.Path path, Path real, long now) throws IOException {
        String shown = path.inSite(); // and not the real folder: links give that one several names
        Seen seen = lists.get(shown);
        if (seen != null && now - seen.at() < BELIEVED_NANOS) {
            return seen.lookup();
        }
        Lookup<StoredFile> lookup = new Lookup.Listed<>(Folders.list(path, real, options, realRoot));
        lists.put(shown, new Seen(lookup, now));
        return lookup;
    }

    private Lookup<StoredFile> file(Target.Path path, String name, Path real, BasicFileAttributes attributes, long now)
            throws IOException {
        if (!inside(real, now)) {
            return new Lookup.Hidden<>();
        }
        // Never open a pipe or a device: that could block for ever.
        return attributes.isRegularFile() ? new Lookup.Found<>(file(real, name)) : new Lookup.Missing<>(path);
    }

    private StoredFile file(Path real, String name) throws IOException {
        StoredFile file = file(real, name, Coding.IDENTITY, FileLoader.facts(real));
        if (file.variants().vary()) {
            for (Coding coding : codings.offered()) {
                file.variants().sibling(coding, sibling(file, name, coding));
            }
        }
        return file;
    }

    private StoredFile file(Path real, String name, Coding coding, FileFacts facts) throws IOException {
        StoredFile kept = files.get(real, name, facts);
        if (kept != null) {
            return kept;
        }
        long at = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        StoredFile file = files.put(name, loader.load(real, name, coding), at);
        if (files.shrink()) {
            // Names would keep what the cache has let go.
            names.clear();
        }
        return file;
    }

    /** The file beside a file that holds it in a coding; null: none, or an older one, which is of something else. */
    private @Nullable StoredFile sibling(StoredFile file, String name, Coding coding) throws IOException {
        Path beside = file.real().resolveSibling(file.real().getFileName() + coding.suffix());
        if (!beside.toFile().exists()) {
            return null; // asked in this way since the usual case should cost no exception
        }
        try {
            // A link could lead out of the root.
            if (!Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            FileFacts facts = FileLoader.facts(beside);
            return facts.isMadeOf(file.facts()) ? file(beside, name, coding, facts) : null;
        } catch (IOException e) {
            return null; // gone meanwhile, or not for us to read: the file itself is there
        }
    }

    private boolean inside(Path real, long now) throws IOException {
        if (options.followLinks()) {
            return true;
        }
        if (now - rootSeen >= BELIEVED_NANOS || !real.startsWith(realRoot)) {
            realRoot = root.toRealPath();
            rootSeen = now;
        }
        return real.startsWith(realRoot);
    }
}
