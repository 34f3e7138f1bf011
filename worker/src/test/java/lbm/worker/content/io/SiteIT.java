package lbm.worker.content.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import lbm.worker.content.CacheRules;
import lbm.worker.content.FieldLines;
import lbm.worker.content.Heads;
import lbm.worker.content.Listing;
import lbm.worker.content.Lookup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteIT {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path home;

    private Path root = Path.of("/");
    private long now = Long.MAX_VALUE - SECOND;

    @BeforeEach
    void folder() throws IOException {
        root = Files.createDirectory(home.resolve("root"));
        Files.writeString(root.resolve("a.txt"), "one");
    }

    private Site site(long limit) throws IOException {
        return new Site(root, limit, () -> now, file -> Heads.of(file, FieldLines.NONE));
    }

    private static StoredFile found(Lookup<StoredFile> lookup) {
        return assertInstanceOf(Lookup.Found.class, lookup).file() instanceof StoredFile file ? file : fail(lookup);
    }

    private static StoredFile fail(Lookup<StoredFile> lookup) {
        throw new AssertionError(lookup);
    }

    private static String text(StoredFile file) {
        return file.body().orElseThrow().toString(UTF_8);
    }

    @Test
    void aFileIsReadOnceAndLookedAtOnceASecond() throws IOException {
        Site site = site(1000);
        StoredFile first = found(site.find("/a.txt?x"));
        Files.writeString(root.resolve("a.txt"), "two");
        assertSame(first, found(site.find("/a.txt")));
        now += SECOND;
        StoredFile second = found(site.find("/a.txt"));
        assertEquals("two", text(second));
        assertNotEquals(first.representation().etag(), second.representation().etag());
        now += SECOND;
        assertSame(second, found(site.find("/a.txt")));
    }

    @Test
    void aReplacementWithTheSameSizeAndTimeIsSeen() throws IOException {
        Site site = site(1000);
        FileTime time = FileTime.fromMillis(0);
        Files.setLastModifiedTime(root.resolve("a.txt"), time);
        StoredFile first = found(site.find("/a.txt"));
        Path fresh = Files.writeString(home.resolve("fresh"), "two");
        Files.setLastModifiedTime(fresh, time);
        Files.move(fresh, root.resolve("a.txt"), StandardCopyOption.REPLACE_EXISTING);
        now += SECOND;
        StoredFile second = found(site.find("/a.txt"));
        assertEquals("two", text(second));
        assertNotEquals(first.representation().etag(), second.representation().etag());
    }

    @Test
    void aDeletedFileIsMissingAndAFreshOneFound() throws IOException {
        Site site = site(1000);
        found(site.find("/a.txt"));
        assertInstanceOf(Lookup.Missing.class, site.find("/b.txt"));
        Files.move(root.resolve("a.txt"), root.resolve("b.txt"));
        now += SECOND;
        assertInstanceOf(Lookup.Missing.class, site.find("/a.txt"));
        assertEquals("one", text(found(site.find("/b.txt"))));
    }

    @Test
    void aSwitchedReleaseIsSeen() throws IOException {
        Path next = Files.createDirectory(home.resolve("next"));
        Files.writeString(next.resolve("a.txt"), "next");
        Path current = Files.createSymbolicLink(home.resolve("current"), root);
        Site site = new Site(current, 1000, () -> now, file -> Heads.of(file, FieldLines.NONE));
        assertEquals("one", text(found(site.find("/a.txt"))));
        Files.createSymbolicLink(home.resolve("new"), next);
        Files.move(home.resolve("new"), current, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        now += SECOND;
        assertEquals("next", text(found(site.find("/a.txt"))));
    }

    @Test
    void memoryIsBounded() throws IOException {
        Site site = site(2000);
        for (int i = 0; i < 10; i++) {
            Files.writeString(root.resolve(i + ".txt"), "x".repeat(500));
            assertEquals(500, text(found(site.find("/" + i + ".txt"))).length());
        }
        assertTrue(site.weight() <= 2000, "weight " + site.weight());
    }

    @Test
    void aLargeFileIsOpenedOnlyInTheStateThatWasPromised() throws IOException {
        Site site = site(1000);
        Path large = Files.write(root.resolve("large"), new byte[300 * 1024]);
        StoredFile file = found(site.find("/large"));
        assertEquals(Optional.empty(), file.body());
        try (FileChannel channel = site.open(file).orElseThrow()) {
            assertEquals(300 * 1024, channel.size());
        }
        Files.write(large, new byte[400 * 1024]);
        assertEquals(Optional.empty(), site.open(file));
        assertEquals(400 * 1024, found(site.find("/large")).representation().length());
        Files.delete(large);
        assertEquals(Optional.empty(), site.open(file));
    }

    @Test
    void aFolderIsReadOnceASecondHoweverItIsSpelledAndOnlyAFewAreKept() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.writeString(Files.createDirectory(root.resolve("f" + i)).resolve("a.txt"), "x");
        }
        lbm.worker.config.Files shown = new lbm.worker.config.Files(false, false, false, true);
        Site site = new Site(
                root, 1000, () -> now, file -> Heads.of(file, FieldLines.NONE), shown, CacheRules.NONE, Codings.NONE);
        Listing first = listing(site.find("/f0/"));
        assertSame(first, listing(site.find("/f0/?x")));
        assertSame(first, listing(site.find("//f0/")));
        assertSame(first, listing(site.find("/%660/")));
        for (int i = 1; i < 20; i++) {
            listing(site.find("/f" + i + "/"));
        }
        assertNotSame(first, listing(site.find("/f0/")), "let go");
        Listing again = listing(site.find("/f0/"));
        now += SECOND;
        assertNotSame(again, listing(site.find("/f0/")), "a second later");
    }

    private static Listing listing(Lookup<StoredFile> lookup) {
        return assertInstanceOf(Lookup.Listed.class, lookup).listing();
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        Files.createFile(root.resolve("empty.css"));
        assertEquals(0, found(site(1000).find("/empty.css")).representation().length());
    }

    @Test
    void aPipeIsNeverOpened() throws Exception {
        new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().waitFor();
        assertInstanceOf(Lookup.Missing.class, site(1000).find("/pipe"));
    }
}
