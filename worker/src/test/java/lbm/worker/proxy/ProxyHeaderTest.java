package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import lbm.worker.proxy.ProxyHeader.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final Origin PEER = trusted(origin("127.0.0.1", "127.0.0.1"));

    private static Origin trusted(Origin it) {
        return new Origin(it.client(), it.listener(), true);
    }

    private static Origin origin(String from, String to) {
        try {
            return new Origin(
                    new InetSocketAddress(InetAddress.getByName(from), 1000),
                    new InetSocketAddress(InetAddress.getByName(to), 443),
                    false);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProxyHeader.Read read(String text) {
        return ProxyHeader.read(Unpooled.copiedBuffer(text, ISO_8859_1), PEER);
    }

    @Test
    void whatIsWrittenIsReadWhereverItIsCut() {
        for (int version = 1; version <= 2; version++) {
            for (Origin origin : new Origin[] {origin("10.0.0.1", "10.0.0.2"), origin("2001:db8::1", "2001:db8::2")}) {
                ByteBuf out = ProxyHeader.write(Unpooled.buffer(), version, origin);
                int size = out.readableBytes();
                for (int cut = 0; cut < size; cut++) {
                    assertEquals(
                            Verdict.MORE,
                            ProxyHeader.read(out.slice(0, cut), PEER).verdict());
                }
                ProxyHeader.Read read = ProxyHeader.read(out.writeByte('x'), PEER);
                assertEquals(new ProxyHeader.Read(Verdict.FINE, size, origin), read);
            }
        }
    }

    @Test
    void anIpv4ClientOfAnIpv6SocketIsMapped() {
        ByteBuf out = ProxyHeader.write(Unpooled.buffer(), 1, origin("10.0.0.1", "2001:db8::2"));
        assertEquals("PROXY TCP6 ::ffff:10.0.0.1 2001:db8:0:0:0:0:0:2 1000 443\r\n", out.toString(ISO_8859_1));
    }

    @Test
    void whoIsNotKnownIsThePeer() {
        assertEquals(new ProxyHeader.Read(Verdict.FINE, 15, PEER), read("PROXY UNKNOWN\r\nGET"));
        assertEquals(new ProxyHeader.Read(Verdict.FINE, 16, PEER), read("\r\n\r\n\0\r\nQUIT\n \0\0\0GET"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXY TCP4 10.0.0.1 10.0.0.2 1000\r\n",
                "PROXY TCP4 10.0.0.1 10.0.0.2 1000 70000\r\n",
                "PROXY TCP4 ::1 ::1 1000 443\r\n",
                "PROXY TCP6 10.0.0.1 10.0.0.2 1000 443\r\n",
                "PROXY TCP4 10.0.0.1 10.0.0.2 1000 443\n",
                "PROXY UDP4 10.0.0.1 10.0.0.2 1000 443\r\n",
                "\r\n\r\n\0\r\nQUIT\n1\u0011\0\0",
                "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u0001x",
            })
    void whatIsNoHeaderIsRefused(String text) {
        assertEquals(Verdict.BAD, read(text).verdict());
    }

    @Test
    void aLineThatDoesNotEndIsRefused() {
        assertEquals(Verdict.MORE, read("PROXY " + "x".repeat(100)).verdict());
        assertEquals(Verdict.BAD, read("PROXY " + "x".repeat(101)).verdict());
    }
}
