package lbm.worker.content.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import lbm.worker.config.Compression;
import lbm.worker.content.Coding;
import lbm.worker.content.Conditions;
import lbm.worker.content.FieldLines;
import lbm.worker.content.FileFacts;
import lbm.worker.content.Heads;
import lbm.worker.content.Representation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodingsTest {

    private record Asked(StoredFile file, Coding coding, Consumer<Compressing.Result> done) {}

    private static final class Fake implements Compressing {
        final List<Asked> asked = new ArrayList<>();
        boolean full;

        @Override
        public boolean ask(StoredFile file, Coding coding, Consumer<Result> done) {
            return !full && asked.add(new Asked(file, coding, done));
        }

        @Override
        public void start() {}

        String asked() {
            return String.join(
                    " ", asked.stream().map(it -> it.coding().token()).toList());
        }

        void make(Coding coding, int size) {
            Asked it = take(coding);
            it.done()
                    .accept(new Result.Made(
                            ByteBuffer.allocateDirect(size),
                            "\"" + it.file().representation().etag().replace("\"", "") + coding.token() + "\""));
        }

        Asked take(Coding coding) {
            Asked it = asked.stream()
                    .filter(each -> each.coding() == coding)
                    .findFirst()
                    .orElseThrow();
            asked.remove(it);
            return it;
        }
    }

    private final Fake work = new Fake();
    private final Codings codings = codings(100_000);

    private Codings codings(long memory) {
        Codings codings =
                new Codings(new Compression(List.of("br", "zstd", "gzip"), 1024, memory), work, Runnable::run);
        codings.attach(file -> Heads.of(file, FieldLines.of("Vary", "Accept-Encoding")));
        return codings;
    }

    private static StoredFile file(String etag, int length) {
        Representation it = new Representation(length, "text/css; charset=utf-8", etag, 0, "no-cache");
        byte[] body = "x".repeat(length).getBytes(UTF_8);
        return new StoredFile(
                Path.of("/site/a.css"),
                new FileFacts(length, 0, 0, "1:1"),
                it,
                Optional.of(Unpooled.wrappedBuffer(body)),
                Heads.of(it, FieldLines.NONE),
                Variants.of(true));
    }

    private static Conditions asked(@Nullable String ifNoneMatch, @Nullable String range, @Nullable String ifRange) {
        return new Conditions(null, null, ifNoneMatch, null, range, ifRange);
    }

    private static String coding(StoredFile file) {
        String encoding = file.heads().whole().get("Content-Encoding");
        return encoding.isEmpty() ? "identity" : encoding;
    }

    private String choose(StoredFile file, @Nullable String accept) {
        return coding(codings.choose(file, accept, Conditions.NONE));
    }

    @Test
    void theFirstRequestWaitsForNothingAndHasTheBestAndAQuickOneMade() {
        StoredFile file = file("\"1\"", 5000);
        assertEquals("identity", choose(file, "gzip, br"));
        assertEquals("br gzip", work.asked());
        assertEquals("identity", choose(file, "gzip, br"));
        assertEquals("br gzip", work.asked(), "once is enough");
        work.make(Coding.GZIP, 900);
        assertEquals("gzip", choose(file, "gzip, br"));
        work.make(Coding.BROTLI, 800);
        assertEquals("br", choose(file, "gzip, br"));
        assertEquals("gzip", choose(file, "gzip"));
        assertEquals("identity", choose(file, null));
        assertEquals("", work.asked(), "nobody asked for zstd alone");
    }

    @Test
    void eachCodingHasItsOwnTagLengthAndFields() {
        StoredFile file = file("\"1\"", 5000);
        codings.choose(file, "br", Conditions.NONE);
        work.make(Coding.BROTLI, 800);
        StoredFile made = codings.choose(file, "br", Conditions.NONE);
        assertNotEquals(file.representation().etag(), made.representation().etag());
        assertEquals(800, made.representation().length());
        FieldLines fields = made.heads().whole();
        assertEquals("800", fields.get("Content-Length"));
        assertEquals("br", fields.get("Content-Encoding"));
        assertEquals("Accept-Encoding", fields.get("Vary"));
        assertEquals("Accept-Encoding", made.heads().notModified().get("Vary"));
        assertEquals("", made.heads().notModified().get("Content-Encoding"));
        assertEquals("text/css; charset=utf-8", fields.get("Content-Type"));
    }

    @Test
    void whoHasACopyInOneCodingKeepsItAlthoughABetterOneIsThere() {
        StoredFile file = file("\"1\"", 5000);
        choose(file, "gzip, br");
        work.make(Coding.GZIP, 900);
        work.make(Coding.BROTLI, 800);
        assertEquals("gzip", coding(codings.choose(file, "gzip, br", asked("\"1gzip\"", null, null))));
        assertEquals("identity", coding(codings.choose(file, "gzip, br", asked("W/\"1\"", null, null))));
        assertEquals("br", coding(codings.choose(file, "gzip, br", asked("\"other\"", null, null))));
        assertEquals("br", coding(codings.choose(file, "br", asked("\"1gzip\"", null, null))), "not taken any more");
        assertEquals("br", coding(codings.choose(file, "gzip, br", asked("\"1gzip\", \"1br\"", null, null))));
    }

    @Test
    void aDownloadGoesOnInTheCodingInWhichItBegan() {
        StoredFile file = file("\"1\"", 5000);
        choose(file, "gzip, br");
        work.make(Coding.GZIP, 900);
        work.make(Coding.BROTLI, 800);
        assertEquals("gzip", coding(codings.choose(file, "gzip, br", asked(null, "bytes=1-", "\"1gzip\""))));
        assertEquals("identity", coding(codings.choose(file, "gzip, br", asked(null, "bytes=1-", "\"1\""))));
    }

    @Test
    void partsAreOfThePlainBytesUnlessATagSaysOtherwise() {
        StoredFile file = file("\"1\"", 5000);
        choose(file, "gzip");
        work.make(Coding.GZIP, 900);
        assertEquals("identity", coding(codings.choose(file, "gzip", asked(null, "bytes=0-9", null))));
        assertEquals("gzip", coding(codings.choose(file, "gzip, identity;q=0", asked(null, "bytes=0-9", null))));
    }

    @Test
    void aSiblingIsTakenAndNothingIsMadeThen() {
        StoredFile file = file("\"1\"", 5000);
        StoredFile sibling = file("\"2\"", 700);
        file.variants().sibling(Coding.GZIP, sibling);
        assertSame(sibling, codings.choose(file, "br, gzip", Conditions.NONE));
        assertEquals("", work.asked());
        assertEquals("identity", choose(file, "br"));
        assertEquals("br", work.asked());
        file.variants().sibling(Coding.GZIP, null);
        assertNotSame(sibling, codings.choose(file, "br, gzip", Conditions.NONE));
    }

    @Test
    void aSmallFileIsNotWorthIt() {
        assertEquals("identity", choose(file("\"1\"", 1023), "gzip"));
        assertEquals("", work.asked());
        choose(file("\"1\"", 1024), "gzip");
        assertEquals("gzip", work.asked());
    }

    @Test
    void whatDoesNotGetSmallerIsNotAskedForAgain() {
        StoredFile file = file("\"1\"", 5000);
        choose(file, "gzip, br");
        work.take(Coding.BROTLI).done().accept(new Compressing.Result.Useless());
        work.take(Coding.GZIP).done().accept(new Compressing.Result.Useless());
        assertEquals("identity", choose(file, "gzip, br"));
        assertEquals("", work.asked());
        assertEquals("identity", choose(file, "gzip, br, zstd"));
        assertEquals("zstd", work.asked(), "the best of what is left");
    }

    @Test
    void aFileThatChangedMeanwhileIsAskedForAgain() {
        StoredFile file = file("\"1\"", 5000);
        choose(file, "gzip");
        work.take(Coding.GZIP).done().accept(new Compressing.Result.Changed());
        choose(file, "gzip");
        assertEquals("gzip", work.asked());
    }

    @Test
    void aFullQueueIsNoPromise() {
        StoredFile file = file("\"1\"", 5000);
        work.full = true;
        assertEquals("identity", choose(file, "gzip"));
        work.full = false;
        assertEquals("identity", choose(file, "gzip"));
        assertEquals("gzip", work.asked());
    }

    @Test
    void whatWasMadeIsBoundedAndTheLongestUnusedLeavesFirst() {
        Codings small = codings(4000);
        List<StoredFile> files = List.of(file("\"1\"", 5000), file("\"2\"", 5000), file("\"3\"", 5000));
        for (StoredFile file : files.subList(0, 2)) {
            small.choose(file, "gzip", Conditions.NONE);
            work.make(Coding.GZIP, 1000);
        }
        assertEquals("gzip", coding(small.choose(files.get(0), "gzip", Conditions.NONE)));
        small.choose(files.get(2), "gzip", Conditions.NONE);
        work.make(Coding.GZIP, 1000);
        assertTrue(small.weight() <= 4000, "weight " + small.weight());
        assertEquals("gzip", coding(small.choose(files.get(0), "gzip", Conditions.NONE)));
        assertEquals("gzip", coding(small.choose(files.get(2), "gzip", Conditions.NONE)));
        assertEquals("identity", coding(small.choose(files.get(1), "gzip", Conditions.NONE)));
        assertEquals("gzip", work.asked(), "asked for again");
    }

    @Test
    void whatWouldFillTheMemoryAloneIsNotKept() {
        Codings small = codings(1000);
        StoredFile file = file("\"1\"", 5000);
        small.choose(file, "gzip", Conditions.NONE);
        work.make(Coding.GZIP, 900);
        assertEquals("identity", coding(small.choose(file, "gzip", Conditions.NONE)));
        assertEquals("", work.asked());
        assertEquals(0, small.weight());
    }

    @Test
    void whoRefusesThePlainBytesGetsAQuickOne() throws IOException {
        StoredFile file = file("\"1\"", 5000);
        StoredFile quick = codings.choose(file, "gzip, identity;q=0", Conditions.NONE);
        assertEquals("gzip", coding(quick));
        byte[] body = new byte[quick.body().orElseThrow().readableBytes()];
        quick.body().orElseThrow().getBytes(0, body);
        assertEquals(
                "x".repeat(5000),
                new String(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), UTF_8));
        assertEquals("identity", choose(file, "identity;q=0"), "better than nothing");
    }

    @Test
    void whatNeverVariesIsSentAsItIs() {
        StoredFile picture = file("\"1\"", 5000);
        StoredFile plain = new StoredFile(
                picture.real(),
                picture.facts(),
                picture.representation(),
                picture.body(),
                picture.heads(),
                Variants.NONE);
        assertSame(plain, codings.choose(plain, "gzip", Conditions.NONE));
        assertSame(plain, codings.choose(plain, "gzip, identity;q=0", Conditions.NONE));
        assertEquals("", work.asked());
    }
}
