package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where heads, contents and frames end, however their bytes are cut. */
class ScansTest {

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }

    @Test
    void aHeadEndsAtItsEmptyLineWhereverItIsCut() {
        String text = "GET / HTTP/1.1\r\nHost: x\r\n\r\nmore\r\n\r\n";
        for (int cut = 0; cut < 26; cut++) {
            HeadEnd end = new HeadEnd();
            assertEquals(HeadEnd.MORE, end.find(bytes(text.substring(0, cut))));
            assertEquals(27, end.find(bytes(text)));
            assertEquals(14, end.firstLine());
        }
    }

    @Test
    void aLineWithoutCrIsNone() {
        assertEquals(HeadEnd.BAD, new HeadEnd().find(bytes("GET / HTTP/1.1\nHost: x\r\n\r\n")));
        assertEquals(HeadEnd.BAD, new HeadEnd().find(bytes("\n")));
        assertEquals(2, new HeadEnd().find(bytes("\r\nGET")));
    }

    @Test
    void chunksEndWhereverTheyAreCut() {
        String text = "5;ext=1\r\nhello\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n";
        for (int cut = 0; cut <= text.length(); cut++) {
            BodyScan scan = new BodyScan();
            scan.chunked();
            ByteBuf data = Unpooled.buffer();
            int first = scan.take(bytes(text.substring(0, cut)), data);
            assertEquals(cut, first);
            assertEquals(text.length() - cut, scan.take(bytes(text.substring(cut) + "next"), data));
            assertTrue(scan.done());
            assertEquals("hello0123456789", data.toString(ISO_8859_1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "g\r\n",
                " 5\r\n",
                "5 \r\n",
                "5\n",
                "5\r\r\n",
                "0x5\r\n",
                "5\r\nhello5\r\n",
                "0\r\n: a\r\n",
                "0\r\nHost: x\r\n\r\n",
                "0\r\nA b: c\r\n\r\n",
                "0\r\nA: b\n\r\n",
                "ffffffffffffffff\r\n",
                "5;a\u0000\r\n",
            })
    void whatIsNoChunkIsRefused(String text) {
        BodyScan scan = new BodyScan();
        scan.chunked();
        assertEquals(BodyScan.BAD, scan.take(bytes(text), null));
    }

    @Test
    void aLengthTakesNoMoreThanItIs() {
        BodyScan scan = new BodyScan();
        scan.length(5);
        assertEquals(3, scan.take(bytes("hel"), null));
        assertFalse(scan.done());
        assertEquals(2, scan.take(bytes("lo and more"), null));
        assertTrue(scan.done());
        assertEquals(5, scan.content());
    }

    @Test
    void framesAreFollowedWhateverTheirLengthAndHoweverCut() {
        ByteBuf all = Unpooled.buffer();
        Random random = new Random(7);
        int[] ends = new int[60];
        for (int i = 0; i < ends.length; i++) {
            int size = i % 3 == 0 ? random.nextInt(126) : i % 3 == 1 ? 126 + random.nextInt(500) : 70_000;
            boolean masked = random.nextBoolean();
            all.writeByte(0x82);
            if (size < 126) {
                all.writeByte(size | (masked ? 0x80 : 0));
            } else if (size < 65_536) {
                all.writeByte(126 | (masked ? 0x80 : 0)).writeShort(size);
            } else {
                all.writeByte(127 | (masked ? 0x80 : 0)).writeLong(size);
            }
            all.writeZero(size + (masked ? 4 : 0));
            ends[i] = all.writerIndex();
        }
        for (int round = 0; round < 20; round++) {
            FrameScan scan = new FrameScan();
            int at = 0;
            int frame = 0;
            while (at < all.writerIndex()) {
                int to = Math.min(all.writerIndex(), at + 1 + random.nextInt(round == 0 ? 1 : 100_000));
                while (at < to) {
                    at += scan.frame(all, at, to);
                    if (at == ends[frame]) {
                        assertTrue(scan.atBoundary());
                        frame++;
                    } else {
                        assertFalse(scan.atBoundary(), "at " + at);
                    }
                }
            }
            assertEquals(ends.length, frame);
            assertFalse(scan.closed());
        }
    }

    @Test
    void aCloseFrameIsSeen() {
        FrameScan scan = new FrameScan();
        scan.all(Unpooled.wrappedBuffer(FrameScan.goingAway(true)));
        assertTrue(scan.closed() && scan.atBoundary());
    }
}
