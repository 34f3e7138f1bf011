package lbm.worker.content.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import lbm.worker.config.Compression;
import lbm.worker.content.Conditions;
import lbm.worker.content.FieldLines;
import lbm.worker.content.Heads;
import lbm.worker.content.Lookup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie compressed beside their plain form. */
class SiblingsIT {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path home;

    private Path root = Path.of("/");
    private long now;

    @BeforeEach
    void folder() throws IOException {
        root = Files.createDirectory(home.resolve("root"));
        Files.writeString(root.resolve("a.js"), "plain");
    }

    private Site site() throws IOException {
        Codings codings = Codings.siblings(new Compression(List.of("br", "zstd", "gzip"), 1024, 1000));
        return new Site(root, 1 << 20, () -> now, file -> Heads.of(file, FieldLines.NONE), codings);
    }

    private static String text(Site site, String accept) throws IOException {
        return text(site, "/a.js", accept);
    }

    private static String text(Site site, String path, String accept) throws IOException {
        return chosen(site, path, accept).body().orElseThrow().toString(UTF_8);
    }

    private static StoredFile chosen(Site site, String path, String accept) throws IOException {
        if (site.find(path) instanceof Lookup.Found<StoredFile> found) {
            return site.choose(found.file(), accept, Conditions.NONE);
        }
        throw new AssertionError("not found: " + path);
    }

    @Test
    void theBestThatIsThereIsTaken() throws IOException {
        Files.writeString(root.resolve("a.js.br"), "brotli");
        Files.writeString(root.resolve("a.js.zst"), "zstd");
        Files.writeString(root.resolve("a.js.gz"), "gzip");
        Site site = site();
        assertEquals("brotli", text(site, "gzip, br, zstd"));
        assertEquals("zstd", text(site, "gzip, zstd"));
        assertEquals("gzip", text(site, "gzip"));
        assertEquals("gzip", text(site, "br;q=0.5, gzip"));
        assertEquals("plain", text(site, "deflate"));
        assertEquals("plain", text(site, ""));
    }

    @Test
    void itHasItsOwnTagAndTheTypeOfTheFile() throws IOException {
        Files.writeString(root.resolve("a.js.gz"), "gzip");
        Site site = site();
        StoredFile sibling = chosen(site, "/a.js", "gzip");
        StoredFile plain = chosen(site, "/a.js", "");
        assertEquals("text/javascript; charset=utf-8", sibling.representation().contentType());
        assertEquals("gzip", sibling.heads().whole().get("Content-Encoding"));
        assertEquals("4", sibling.heads().whole().get("Content-Length"));
        assertNotEquals(plain.representation().etag(), sibling.representation().etag());
        StoredFile asked = chosen(site, "/a.js.gz", "gzip");
        assertEquals("application/gzip", asked.representation().contentType());
        assertEquals("", asked.heads().whole().get("Content-Encoding"));
    }

    @Test
    void anOlderOneIsOfSomethingElse() throws IOException {
        Path sibling = Files.writeString(root.resolve("a.js.gz"), "gzip");
        FileTime time = Files.getLastModifiedTime(root.resolve("a.js"));
        Files.setLastModifiedTime(sibling, FileTime.fromMillis(time.toMillis() - 2000));
        Site site = site();
        assertEquals("plain", text(site, "gzip"));
        Files.setLastModifiedTime(sibling, time);
        now += SECOND;
        assertEquals("gzip", text(site, "gzip"));
        Files.writeString(root.resolve("a.js"), "fresh");
        Files.setLastModifiedTime(root.resolve("a.js"), FileTime.fromMillis(time.toMillis() + 2000));
        now += SECOND;
        assertEquals("fresh", text(site, "gzip"));
    }

    @Test
    void whatComesGoesOrChangesIsSeenWithinASecond() throws IOException {
        Site site = site();
        assertEquals("plain", text(site, "gzip"));
        Files.writeString(root.resolve("a.js.gz"), "gzip");
        assertEquals("plain", text(site, "gzip"));
        now += SECOND;
        assertEquals("gzip", text(site, "gzip"));
        Files.writeString(root.resolve("a.js.gz"), "other");
        now += SECOND;
        assertEquals("other", text(site, "gzip"));
        Files.delete(root.resolve("a.js.gz"));
        now += SECOND;
        assertEquals("plain", text(site, "gzip"));
    }

    @Test
    void aLinkOutOfTheRootOrAFolderOrWhatCannotBeReadIsNone() throws IOException {
        Files.writeString(home.resolve("secret"), "secret");
        Files.createSymbolicLink(root.resolve("a.js.br"), home.resolve("secret"));
        Files.createDirectory(root.resolve("a.js.zst"));
        assertEquals("plain", text(site(), "gzip, br, zstd"));
        Files.writeString(root.resolve("a.js.gz"), "gzip");
        if (!System.getProperty("user.name").equals("root")) {
            Files.setPosixFilePermissions(root.resolve("a.js.gz"), PosixFilePermissions.fromString("---------"));
            assertEquals("plain", text(site(), "gzip"));
        }
    }

    @Test
    void aPictureHasNone() throws IOException {
        Files.writeString(root.resolve("a.png"), "plain");
        Files.writeString(root.resolve("a.png.gz"), "gzip");
        assertEquals("plain", text(site(), "/a.png", "gzip"));
    }

    @Test
    void theIndexOfAFolderHasThemToo() throws IOException {
        Files.writeString(root.resolve("index.html"), "plain");
        Files.writeString(root.resolve("index.html.gz"), "gzip");
        assertEquals("gzip", text(site(), "/", "gzip"));
    }

    @Test
    void aLargeOneIsOpenedAsItself() throws IOException {
        Files.write(root.resolve("a.js"), new byte[900 * 1024]);
        Files.write(root.resolve("a.js.gz"), new byte[300 * 1024]);
        Site site = site();
        StoredFile sibling = chosen(site, "/a.js", "gzip");
        assertTrue(sibling.body().isEmpty());
        try (FileChannel open = site.open(sibling).orElseThrow()) {
            assertEquals(300 * 1024, open.size());
            assertEquals(10, open.read(ByteBuffer.allocate(10), 299 * 1024));
        }
        assertEquals(900 * 1024, chosen(site, "/a.js", "").representation().length());
    }
}
