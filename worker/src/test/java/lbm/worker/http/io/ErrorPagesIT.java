package lbm.worker.http.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import lbm.worker.config.BadConfig;
import lbm.worker.content.FieldLines;
import lbm.worker.content.Heads;
import lbm.worker.content.io.Site;
import lbm.worker.http.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site's own pages for errors. */
class ErrorPagesIT {

    @TempDir
    Path home;

    private WireAnswer ask(TestSite site, String method, String target, String accept) throws IOException, BadConfig {
        try (Wire wire = new Wire(site.server(""))) {
            String raw = method + " " + target + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept + "\r\n\r\n";
            Set<Integer> heads = method.equals("HEAD") ? Set.of(0) : Set.of();
            return WireAnswer.read(wire.ask(raw), heads).get(0);
        }
    }

    @Test
    void theSitesOwnPageKeepsTheStatusAndIsNotKept() throws Exception {
        TestSite site = TestSite.in(home);
        site.add("404.html", "own page");
        WireAnswer answer = ask(site, "GET", "/missing", "text/html,*/*;q=0.8");
        assertEquals(404, answer.status());
        assertEquals("own page", answer.body());
        assertEquals("no-store", answer.field("Cache-Control").orElse(""));
        assertEquals("text/html; charset=utf-8", answer.field("Content-Type").orElse(""));
        assertFalse(answer.field("ETag").isPresent()
                || answer.field("Last-Modified").isPresent());
        assertFalse(answer.field("Accept-Ranges").isPresent());
        WireAnswer head = ask(site, "HEAD", "/missing", "text/html");
        assertEquals("8", head.field("Content-Length").orElse(""));
    }

    @Test
    void whoDoesNotTakePagesGetsWords() throws Exception {
        TestSite site = TestSite.in(home);
        site.add("404.html", "own page");
        assertEquals(
                "404 Not Found\n", ask(site, "GET", "/missing.png", "image/png").body());
        assertEquals(
                "{\"error\":\"Not Found\"}",
                ask(site, "GET", "/x", "application/json").body());
        assertEquals("400 Bad Request\n", ask(site, "GET", "/%zz", "text/html").body());
    }

    @Test
    void aLargePageIsStreamed() throws Exception {
        TestSite site = TestSite.in(home);
        site.add("404.html", "x".repeat(400_000));
        assertEquals(400_000, ask(site, "GET", "/missing", "text/html").body().length());
        assertEquals(
                "400000",
                ask(site, "HEAD", "/missing", "text/html")
                        .field("Content-Length")
                        .orElse(""));
    }

    @Test
    void ownFailuresHaveTheirPageOrTheReferencesWords() throws Exception {
        TestSite site = TestSite.in(home);
        site.add("50x.html", "sorry");
        Site files = new Site(site.root(), 1 << 20, System::nanoTime, it -> Heads.of(it, FieldLines.NONE));
        ErrorPages pages = new ErrorPages(files, FieldLines.NONE);
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        Answer page = pages.of(Status.ERROR, request, FieldLines.NONE);
        assertEquals(5, page.body().length());
        assertEquals(Status.ERROR, page.status());
        request.headers().set("Accept", "application/json");
        Body words = pages.of(Status.ERROR, request, FieldLines.NONE).body();
        assertEquals(
                "{\"error\":\"Something went wrong!\"}",
                words instanceof Body.Text text ? new String(text.bytes(), StandardCharsets.UTF_8) : "");
    }

    @Test
    void anErrorPageThatCannotBeReadIsNoError() throws Exception {
        TestSite site = TestSite.in(home);
        site.add("404.html", "own page");
        Path page = site.root().resolve("404.html");
        Files.setPosixFilePermissions(page, PosixFilePermissions.fromString("---------"));
        WireAnswer answer = ask(site, "GET", "/missing", "text/html");
        assertEquals(404, answer.status());
        assertEquals(Files.isReadable(page) ? "own page" : "404 Not Found\n", answer.body());
    }
}
