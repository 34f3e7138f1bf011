package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measuring stick itself: each kind of loss is noticed, and counted as what it is. */
@Timeout(600)
class TrafficIT {

    private static final List<Page> PAGE = List.of(new Page("/", "hello"));
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @Test
    void countsGoodAnswersOnKeptAndFreshConnections() throws Exception {
        try (FakeServer server = new FakeServer(number -> GOOD);
                Traffic traffic = Traffic.on(server.port(), PAGE, 3, 2)) {
            while (traffic.now().connections() <= 3 + 2 || traffic.now().ok() < 50) {
                Thread.onSpinWait();
            }
            Result result = traffic.stop("good");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
            assertTrue(result.connections() > 3 + 2, result::toString);
        }
    }

    @Test
    void countsARefusedConnection() throws Exception {
        try (Traffic traffic = Traffic.on(Os.freePort(), PAGE, 1, 1)) {
            while (traffic.now().failed() < 4) {
                Thread.onSpinWait();
            }
            Result result = traffic.stop("refused");
            assertEquals(result.failed(), result.refused(), result::toString);
            assertEquals(0, result.ok(), result::toString);
        }
    }

    @Test
    void countsAnAnswerThatEndsEarly() throws Exception {
        Result result = afterOneOf("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel" + FakeServer.CLOSE);
        assertEquals(1, result.eof(), result::toString);
        assertEquals(1, result.failed(), result::toString);
    }

    @Test
    void countsAReset() throws Exception {
        Result result = afterOneOf(FakeServer.RESET);
        assertEquals(1, result.reset(), result::toString);
        assertEquals(1, result.failed(), result::toString);
    }

    @Test
    void countsWrongStatusWrongBodyAndNonsense() throws Exception {
        assertEquals(
                1, afterOneOf("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n").wrong());
        assertEquals(
                1,
                afterOneOf("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhallo").wrong());
        assertEquals(1, afterOneOf("SSH-2.0\r\n\r\n" + FakeServer.CLOSE).wrong());
    }

    @Test
    void countsAKeptConnectionClosedWhileItRests() throws Exception {
        // It rests longer than the server may take from its answer to the close; the first request, so it rests but
        // once.
        Result result = afterOneOf(GOOD + FakeServer.CLOSE, 1, Duration.ofSeconds(4));
        assertEquals(1, result.closedIdle(), result::toString);
        assertEquals(0, result.failed(), result::toString);
    }

    @Test
    void countsAnAnnouncedClose() throws Exception {
        Result result =
                afterOneOf("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello" + FakeServer.CLOSE);
        assertEquals(1, result.closeAnnounced(), result::toString);
        assertEquals(0, result.closedIdle(), result::toString);
        assertEquals(0, result.failed(), result::toString);
    }

    /** One kept connection whose third request is answered so; the load then goes on. */
    private static Result afterOneOf(String answer) throws Exception {
        return afterOneOf(answer, 3, Duration.ofMillis(20));
    }

    private static Result afterOneOf(String answer, int which, Duration pause) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (FakeServer server = new FakeServer(number -> requests.incrementAndGet() == which ? answer : GOOD);
                Traffic traffic = Traffic.on(server.port(), PAGE, 1, 0, pause)) {
            traffic.awaitMore(2L * which);
            return traffic.stop("one odd answer");
        }
    }
}
