package lbm.worker.http.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client may ask of a worker, beyond what a table of requests can say. */
class LimitsIT {

    private static final String PAGE = "GET /sub/ HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LARGE = "GET /letters.bin HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path home;

    private static int status(String output) {
        return WireAnswer.read(output, Set.of()).get(0).status();
    }

    @Test
    void anAddressHasOnlySoManyConnections() throws Exception {
        SiteServer server = TestSite.in(home).server("\"limits\":{\"connections_per_address\":2}");
        Wire first = new Wire(server);
        try (Wire second = new Wire(server);
                Wire third = new Wire(server)) {
            assertEquals(200, status(first.ask(PAGE)));
            assertEquals(200, status(second.ask(PAGE)));
            assertEquals(503, status(third.take()), "it need not ask to be told");
            assertTrue(third.isClosed());
            assertEquals("", third.ask(PAGE));
        }
        first.close();
        try (Wire fourth = new Wire(server)) {
            assertEquals(200, status(fourth.ask(PAGE)));
        }
    }

    @Test
    void aTrustedProxySpeaksForMany() throws Exception {
        SiteServer server = TestSite.in(home)
                .server("\"limits\":{\"connections_per_address\":1},\"trusted_proxies\":[\"127.0.0.0/8\"]");
        try (Wire first = new Wire(server);
                Wire second = new Wire(server)) {
            assertEquals(200, status(first.ask(PAGE)));
            assertEquals(200, status(second.ask(PAGE)));
        }
    }

    @Test
    void theTimesOfTheOptionsHold() throws Exception {
        SiteServer server = TestSite.in(home)
                .server("\"limits\":{\"header_timeout\":1000,\"request_timeout\":2000,\"idle_timeout\":3000}");
        assertTrue(overdue(server, "", 3001));
        assertFalse(overdue(server, "", 3000));
        assertTrue(overdue(server, "GET", 1001));
        assertFalse(overdue(server, "GET", 1000));
        assertTrue(overdue(server, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n", 2001));
        assertFalse(overdue(server, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n", 2000));
    }

    private static boolean overdue(SiteServer server, String sent, long millis) {
        try (Wire wire = new Wire(server)) {
            wire.ask(sent);
            assertFalse(wire.conversation().overdue(7));
            return wire.conversation().overdue(7 + TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    @Test
    void whoTakesNothingIsNotWaitedForForEver() throws Exception {
        SiteServer server = TestSite.in(home).server("\"limits\":{\"write_timeout\":1000,\"idle_timeout\":500}");
        try (Wire wire = new Wire(server)) {
            wire.channel().write("a client that does not read").cause();
            wire.channel().unsafe().outboundBuffer().addFlush();
            assertFalse(wire.conversation().overdue(0));
            assertFalse(wire.conversation().overdue(TimeUnit.MILLISECONDS.toNanos(1000)));
            assertTrue(wire.conversation().overdue(TimeUnit.MILLISECONDS.toNanos(1001)));
        }
    }

    @Test
    void whatIsAskedWithoutReadingStaysBytes() throws Exception {
        SiteServer server = TestSite.in(home).server("");
        try (Wire wire = new Wire(server)) {
            wire.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
            assertEquals("", wire.ask(PAGE.repeat(100)));
            assertFalse(wire.channel().config().isAutoRead(), "nothing more is read");
            assertFalse(wire.conversation().idle());
            wire.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
            assertEquals(100, WireAnswer.read(wire.take(), Set.of()).size());
            assertTrue(wire.channel().config().isAutoRead());
            assertTrue(wire.conversation().idle());
        }
    }

    @Test
    void whatWasAskedBeforeTheClientShutItsSideIsStillAnswered() throws Exception {
        SiteServer server = TestSite.in(home).server("");
        try (Wire wire = new Wire(server)) {
            wire.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
            assertEquals("", wire.ask(LARGE + PAGE));
            wire.channel()
                    .pipeline()
                    .fireUserEventTriggered(io.netty.channel.socket.ChannelInputShutdownEvent.INSTANCE);
            assertTrue(wire.channel().isActive(), "something is still owed");
            wire.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, true);
            assertEquals(2, WireAnswer.read(wire.take(), Set.of()).size());
            assertFalse(wire.channel().isActive());
        }
    }
}
