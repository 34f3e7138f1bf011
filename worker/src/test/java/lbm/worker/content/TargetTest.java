package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    private static Target.Path path(boolean folder, String... segments) {
        return new Target.Path(List.of(segments), folder);
    }

    @Test
    void aPathIsDecodedAndSplit() {
        assertEquals(path(true), Target.of("/"));
        assertEquals(path(false, "a", "b.js"), Target.of("/a/b.js"));
        assertEquals(path(true, "a"), Target.of("/a/"));
        assertEquals(path(false, "ä b"), Target.of("/%C3%A4%20b"));
        assertEquals(path(false, "a+b"), Target.of("/a+b"));
    }

    @Test
    void queryAndFragmentAreNoPartOfThePath() {
        assertEquals(path(false, "a"), Target.of("/a?x=/../y"));
        assertEquals(path(false, "a"), Target.of("/a#b"));
        assertEquals(path(false, "a?b"), Target.of("/a%3Fb"));
    }

    @Test
    void emptySegmentsAreSkipped() {
        assertEquals(path(false, "a", "b"), Target.of("//a///b"));
    }

    @Test
    void anUrlIsReadForItsPath() {
        assertEquals(path(false, "a"), Target.of("http://host:80/a"));
        assertEquals(path(true), Target.of("HTTPS://host"));
        assertEquals(path(true), Target.of("http://host?x=/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../etc/passwd",
                "/a/../../etc/passwd",
                "/a/..",
                "/%2e%2e/etc/passwd",
                "/.%2E/etc/passwd",
                "/..%2fetc/passwd",
                "/%2e%2e%2fetc%2fpasswd",
                "/a/%2e%2e%2f%2e%2e/etc/passwd",
                "/a%00.html",
                "/a%0d%0aSet-Cookie:x",
                "/a%7f",
                "/%",
                "/%4",
                "/%zz",
                "/a%",
                // not UTF-8, overlong slash and dot
                "/%ff",
                "/%c0%af",
                "/%c0%ae%c0%ae/etc/passwd",
                "/%e0%80%af",
                "etc/passwd",
                "",
                "ftp://host/a",
                "://host/a",
            })
    void whatIsNoPathOrLeavesTheSiteIsBad(String target) {
        assertInstanceOf(Target.Bad.class, Target.of(target), target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.git/config",
                "/.env",
                "/a/.htaccess",
                "/./a",
                "/%2egit",
                "/..\\..\\etc\\passwd",
                "/..%5cetc",
                "/a\\b",
                "/...",
            })
    void whatIsNeverShownIsHidden(String target) {
        assertInstanceOf(Target.Hidden.class, Target.of(target), target);
    }

    @Test
    void whatIsEncodedTwiceIsDecodedOnce() {
        assertEquals(path(false, "%2e%2e", "etc"), Target.of("/%252e%252e/etc"));
        assertEquals(path(false, "%2f"), Target.of("/%252f"));
    }

    @Test
    void theWellKnownFolderIsShown() {
        assertEquals(path(false, ".well-known", "x"), Target.of("/.well-known/x"));
    }

    @Test
    void theAsteriskIsTheServer() {
        assertEquals(new Target.Server(), Target.of("*"));
    }

    @Test
    void aFoldersLocationIsEncodedAndNeverAnotherHost() {
        assertEquals("/a%20b/%C3%A4/", path(false, "a b", "ä").location());
        assertEquals("/evil.com/", ((Target.Path) Target.of("//evil.com")).location());
        assertEquals("/a%0Ab/", path(false, "a\nb").location());
    }
}
