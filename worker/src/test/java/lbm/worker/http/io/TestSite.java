package lbm.worker.http.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import lbm.worker.config.BadConfig;
import lbm.worker.config.Serve;
import lbm.worker.http.Counters;

/**
 * The site that tables of requests are about. Every file is of {@link #CHANGED}. Beside the root lies
 * {@code outside.txt}, whose word no answer may ever hold.
 */
final class TestSite {

    static final Instant CHANGED = Instant.parse("2024-01-01T00:00:00Z");

    /** What no answer may hold. */
    static final String SECRET = "SECRET";

    private final Path root;

    private TestSite(Path root) {
        this.root = root;
    }

    /** Makes the files in a folder. */
    static TestSite in(Path home) throws IOException {
        Path root = Files.createDirectories(home.resolve("site"));
        Files.writeString(home.resolve("outside.txt"), SECRET);
        Files.createDirectory(home.resolve("site-beside"));
        Files.writeString(home.resolve("site-beside/a.txt"), SECRET);
        TestSite site = new TestSite(root);
        site.add("index.html", "<title>hello</title>");
        site.add("app-4f9a1c2e.js", "run();");
        site.add("logo.svg", "<svg/>");
        site.add("digits.txt", "0123456789".repeat(100));
        site.add("letters.bin", "abcdefghijklmnopqrstuvwxyz".repeat(10_100));
        site.add("empty.txt", "");
        site.add("coded.txt", "plain".repeat(1000));
        site.add("coded.txt.br", "coded".repeat(200));
        site.add("about.html", "about");
        site.add("team.html", "team");
        site.add("team/one.html", "one");
        site.add("sub/index.html", "sub");
        site.add("list/b.txt", "b");
        site.add("list/a b&c.txt", "a");
        site.add("list/inner/c.txt", "c");
        site.add("list/.hidden", SECRET);
        site.add("a b.txt", "space");
        site.add("100%.txt", "percent");
        site.add("private/data.pdf", "data");
        site.add(".env", SECRET);
        site.add(".git/config", SECRET);
        site.add(".well-known/acme-challenge/token", "token");
        Files.createSymbolicLink(root.resolve("inner.html"), Path.of("index.html"));
        Files.createSymbolicLink(root.resolve("link.txt"), home.resolve("outside.txt"));
        Files.createSymbolicLink(root.resolve("linked"), home);
        Files.createSymbolicLink(root.resolve("list/out.txt"), home.resolve("outside.txt"));
        Files.createSymbolicLink(root.resolve("circle"), Path.of("circle"));
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.toList()) {
                if (!Files.isSymbolicLink(file)) {
                    Files.setLastModifiedTime(file, FileTime.from(CHANGED));
                }
            }
        }
        return site;
    }

    void add(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    Path root() {
        return root;
    }

    /**
     * A server about it.
     *
     * @param options of the {@code serve} block, the inside of a JSON object; may be empty
     */
    SiteServer server(String options) throws IOException, BadConfig {
        String more = options.isBlank() ? "" : "," + options;
        Serve serve = Serve.parse("{\"root\":\"" + root + "\"" + more + "}");
        Probe probe = new Probe(root, "1.2.3", "test", () -> 0);
        return SiteServer.of(serve, 1 << 20, probe, () -> true, new Counters());
    }
}
