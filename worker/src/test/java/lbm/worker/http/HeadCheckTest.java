package lbm.worker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadCheckTest {

    private static boolean passes(HeadCheck check, String text) {
        ByteBuf bytes = Unpooled.copiedBuffer("x" + text, ISO_8859_1);
        return check.passes(bytes, 1, bytes.writerIndex());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n",
                "GET / HTTP/1.1\r\nHost: x \t \r\n\r\n",
                "GET /\u00e4 HTTP/1.1\r\n",
            })
    void whatHasOneMeaningPasses(String text) {
        assertTrue(passes(new HeadCheck(), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\nGET / HTTP/1.1\r\n",
                "\r\r\nGET / HTTP/1.1\r\n",
                "\rGET / HTTP/1.1\r\n",
                "GET  / HTTP/1.1\r\n",
                " GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1 \r\n",
                "GET /a b HTTP/1.1\r\n",
                "GET\t/ HTTP/1.1\r\n",
                "GET /\u000b HTTP/1.1\r\n",
                "GET /\r HTTP/1.1\r\n",
                "GET /\u0000 HTTP/1.1\r\n",
                "GET /\u007f HTTP/1.1\r\n",
                "GET /\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n y\r\n",
                "GET / HTTP/1.1\r\n Host: x\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\ty\r\n",
            })
    void whatHasTwoDoesNot(String text) {
        assertFalse(passes(new HeadCheck(), text));
    }

    @Test
    void linesMayComeInPieces() {
        HeadCheck check = new HeadCheck();
        assertTrue(passes(check, "\r"));
        assertTrue(passes(check, "\n\r"));
        assertTrue(passes(check, "\nGET / HTTP/1.1\r\n"));
        assertTrue(passes(check, "Host: x\r\n"));
        assertFalse(passes(check, " y\r\n"));
    }

    @Test
    void theNextMessageBeginsWithItsOwnRequestLine() {
        HeadCheck check = new HeadCheck();
        assertTrue(passes(check, "GET / HTTP/1.1\r\n"));
        check.reset();
        assertFalse(passes(check, "Host: x\r\n"));
    }
}
