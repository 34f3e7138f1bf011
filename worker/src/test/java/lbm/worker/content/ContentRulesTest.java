package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentRulesTest {

    @Test
    void pagesAreAskedAboutEachTimeAndTheRestIsKeptForAYear() {
        assertEquals("no-cache", CachePolicy.of("index.html", MediaTypes.of("index.html")));
        assertEquals("no-cache", CachePolicy.of("a-4f9a1c2e.html", MediaTypes.of("a.html")));
        assertEquals("public, max-age=31536000", CachePolicy.of("logo.svg", "image/svg+xml"));
        assertEquals("public, max-age=31536000, immutable", CachePolicy.of("index-4f9a1c2e.js", "text/javascript"));
    }

    @ParameterizedTest
    @CsvSource({
        "index-4f9a1c2e.js, true",
        "logo.BxY8_k2Q.svg, true",
        "main.4f9a1c2e.chunk.js, true",
        "photo-20240101.jpg, false",
        "bootstrap.min.js, false",
        "component.js, false",
        "4f9a1c2e.js, false",
    })
    void aHashInANameIsSeen(String name, boolean hashed) {
        assertEquals(hashed, CachePolicy.isHashed(name), name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "index.html|text/html; charset=utf-8",
                "feed.rss|application/rss+xml; charset=utf-8",
                "notes.md|text/markdown; charset=utf-8",
                "rows.csv|text/csv; charset=utf-8",
                "list.ndjson|application/x-ndjson; charset=utf-8",
                "site.webmanifest|application/manifest+json; charset=utf-8",
                "code.wasm|application/wasm",
                "font.woff2|font/woff2",
                "picture.avif|image/avif",
                "picture.jxl|image/jxl",
                "film.mp4|video/mp4",
                "part.m4s|video/iso.segment",
                "part.ts|video/mp2t",
                "song.mp3|audio/mpeg",
                "shape.usdz|model/vnd.usdz+zip",
                "table.ods|application/vnd.oasis.opendocument.spreadsheet",
                "root.crt|application/x-x509-ca-cert",
                "LICENSE|application/octet-stream",
                "archive.tar.gz|application/gzip",
                "A.HTML|text/html; charset=utf-8",
                "app.js|text/javascript; charset=utf-8",
                "app.mjs|text/javascript; charset=utf-8",
                "app.js.map|application/json; charset=utf-8",
                "logo.svg|image/svg+xml; charset=utf-8",
                "a.png|image/png",
                "a.woff2|font/woff2",
                "a.wasm|application/wasm",
                "site.webmanifest|application/manifest+json; charset=utf-8",
                "noextension|application/octet-stream",
                "a.unknown|application/octet-stream",
                "trailing.|application/octet-stream",
            })
    void typesFollowTheExtension(String name, String type) {
        assertEquals(type, MediaTypes.of(name));
    }

    private static boolean deep(String name, String accept) {
        return Fallback.isDeepLink(new Target.Path(List.of("a", name), false), accept);
    }

    @Test
    void aDeepLinkIsAPathWithoutExtensionForSomebodyWhoTakesHtml() {
        assertTrue(deep("settings", "text/html,application/xhtml+xml,*/*;q=0.8"));
        assertTrue(deep("settings", "*/*"));
        assertTrue(deep("settings", "TEXT/*"));
        assertTrue(Fallback.isDeepLink(new Target.Path(List.of("a"), false), null));
        assertFalse(deep("missing.js", "*/*"));
        assertFalse(deep("settings", "application/json"));
        assertFalse(deep("settings", "text/html;q=0"));
        assertFalse(deep("settings", "text/html; q=0.000, image/png"));
        assertTrue(deep("settings", "text/html;q=0.001"));
    }

    @Test
    void aWellKnownPathIsNoPage() {
        assertFalse(Fallback.isDeepLink((Target.Path) Target.of("/.well-known/acme-challenge/token"), "text/html"));
    }

    @Test
    void datesAreReadInAllThreeForms() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.format(784111777));
        assertEquals(784111777, HttpDate.parse("Sun, 06 Nov 1994 08:49:37 GMT"));
        assertEquals(784111777, HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT"));
        assertEquals(784111777, HttpDate.parse("Sun Nov  6 08:49:37 1994"));
        assertEquals(-1, HttpDate.parse("1994-11-06"));
        assertEquals(-1, HttpDate.parse(""));
        assertEquals(-1, HttpDate.parse("Sun, 31 Feb 1994 08:49:37 CET"));
    }
}
