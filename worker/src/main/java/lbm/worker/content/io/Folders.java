package lbm.worker.content.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lbm.worker.content.Listing;
import lbm.worker.content.Target;

/** Reads what folders hold, of a huge one only so much as the event loop can spare. */
final class Folders {

    /** More lines than anybody reads. */
    static final int MOST = 2000;

    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Folders() {}

    /**
     * What a folder shows: files and folders, no names that begin with a dot unless they are shown, no links that lead
     * out of the root unless they are followed.
     *
     * @param realRoot the root without symbolic links
     */
    static Listing list(Target.Path path, Path real, lbm.worker.config.Files options, Path realRoot)
            throws IOException {
        List<Listing.Entry> entries = new ArrayList<>();
        long until = System.nanoTime() + LONGEST_NANOS;
        boolean more = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(real)) {
            for (Path file : files) {
                if (entries.size() >= MOST || System.nanoTime() - until > 0) {
                    more = true;
                    break;
                }
                String name = file.getFileName().toString();
                boolean hidden = name.startsWith(".") && !name.equals(".well-known") && !options.dotfiles();
                if (!hidden && name.chars().noneMatch(c -> c == '\\' || c < ' ' || c == 0x7f)) {
                    add(file, name, options, realRoot, entries);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        String shown = path.segments().isEmpty() ? "/" : "/" + path.inSite() + "/";
        return new Listing(shown, List.copyOf(entries), more);
    }

    private static void add(
            Path file, String name, lbm.worker.config.Files options, Path realRoot, List<Listing.Entry> entries)
            throws IOException {
        try {
            if (!options.followLinks()
                    && Files.isSymbolicLink(file)
                    && !file.toRealPath().startsWith(realRoot)) {
                return;
            }
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            if (facts.isDirectory() || facts.isRegularFile()) {
                long seconds = facts.lastModifiedTime().to(TimeUnit.SECONDS);
                entries.add(new Listing.Entry(name, facts.isDirectory(), facts.size(), seconds));
            }
        } catch (FileSystemException e) {
            // Gone by now, or a link to nothing: not shown.
        }
    }
}
