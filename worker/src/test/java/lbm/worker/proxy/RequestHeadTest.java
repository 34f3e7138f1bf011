package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import lbm.worker.config.Proxy.Forwarded;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request must not be, and what of it is passed on. */
class RequestHeadTest {

    private final RequestHead head = new RequestHead(4096);

    private @Nullable Status read(String text) {
        return head.read(Unpooled.copiedBuffer(text, ISO_8859_1), text.length());
    }

    private String onward(boolean trusted) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
        ByteBuf out = Unpooled.buffer();
        new Onward(new Origin(here, here, trusted), Forwarded.X, false).write(head, out);
        return out.toString(ISO_8859_1);
    }

    /** Another reader would see a field, and another end, behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\rXHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\rTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\rContent-Length: 5\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"
            })
    void aCrAloneEndsNothing(String text) {
        assertEquals(Status.BAD_REQUEST, read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: h2c\r\n",
                "Upgrade: websocket, h2c\r\n",
                "Upgrade: h2c\r\nUpgrade: websocket\r\n",
                "Upgrade: H2C ,websocket\r\n"
            })
    void h2cIsNeverPassedOn(String fields) {
        assertNull(read("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n" + fields + "\r\n"));
        assertFalse(head.upgrade());
        assertFalse(onward(true).toLowerCase(java.util.Locale.ROOT).contains("h2c"), onward(true));
    }

    @Test
    void aWebSocketIsPassedOn() {
        assertNull(read("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\n"));
        assertTrue(head.webSocket());
        assertTrue(onward(false).contains("\r\nConnection: upgrade\r\nUpgrade: WebSocket\r\n"), onward(false));
    }

    /** Programs that get fields as variables cannot tell an underscore from a dash. */
    @Test
    void whatLooksLikeAForwardingFieldIsNotPassedOn() {
        assertNull(read("GET / HTTP/1.1\r\nHost: x\r\nX_Forwarded_For: 1.1.1.1\r\nx-forwarded_proto: https\r\n"
                + "my_own: kept\r\n\r\n"));
        for (boolean trusted : new boolean[] {false, true}) {
            String passed = onward(trusted);
            assertFalse(passed.contains("1.1.1.1") || passed.contains("https"), passed);
            assertTrue(passed.contains("\r\nmy_own: kept\r\n"), passed);
        }
    }
}
