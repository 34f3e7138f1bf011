package lbm.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import lbm.worker.config.AddressBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {

    private static final List<AddressBlock> TRUSTED = List.of(
            AddressBlock.parse("10.0.0.0/8").orElseThrow(),
            AddressBlock.parse("fd00::/8").orElseThrow());

    private final HttpHeaders headers = new DefaultHttpHeaders();

    private String client() {
        return Forwarding.of(headers, TRUSTED)
                .map(it -> it.address().toString())
                .orElse("peer");
    }

    private Optional<Boolean> secure() {
        return Forwarding.of(headers, TRUSTED).flatMap(Forwarding.Client::secure);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | 203.0.113.7",
                "203.0.113.7, 10.0.0.2 | 203.0.113.7",
                "6.6.6.6, 203.0.113.7 | 203.0.113.7",
                "6.6.6.6, 203.0.113.7,10.0.0.2 , 10.1.1.1 | 203.0.113.7",
                "10.0.0.9, 10.0.0.2 | 10.0.0.9",
                "2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                "[2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:1",
                "[2001:db8::1], fd00::2 | 2001:db8:0:0:0:0:0:1",
                "203.0.113.7:4711 | 203.0.113.7",
                "::ffff:203.0.113.7 | 203.0.113.7",
                "garbage, 203.0.113.7 | 203.0.113.7",
                "203.0.113.7, garbage | peer",
                "203.0.113.7, 10.0.0.2, | peer",
                "'' | peer",
                "unknown | peer",
                "203.0.113.7:x | peer",
                "[2001:db8::1 | peer",
                "1.2.3.4:999999 | peer",
                "localhost | peer"
            })
    void theClientIsTheFirstFromTheRightThatIsNoTrustedProxy(String value, String client) {
        headers.add("X-Forwarded-For", value);
        assertEquals(client, client());
    }

    @Test
    void severalLinesAreOneList() {
        headers.add("X-Forwarded-For", "6.6.6.6, 203.0.113.7");
        headers.add("X-Forwarded-For", "10.0.0.2");
        assertEquals("203.0.113.7", client());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.7 | 203.0.113.7",
                "For=\"203.0.113.7:80\";proto=https;by=10.0.0.1 | 203.0.113.7",
                "for=6.6.6.6, for=203.0.113.7;host=\"a,b;c\", for=10.0.0.2 | 203.0.113.7",
                "for=\"[2001:db8::1]:80\" | 2001:db8:0:0:0:0:0:1",
                "for=_hidden | peer",
                "for=unknown | peer",
                "proto=https | peer",
                "for=1.2.3.4;for=5.6.7.8 | peer",
                "for= | peer",
                "for=\"1.2.3.4 | peer",
                "for=\", for=203.0.113.7 | 203.0.113.7"
            })
    void forwardedIsReadTheSameWay(String value, String client) {
        headers.add("Forwarded", value);
        assertEquals(client, client());
    }

    @Test
    void forwardedForComesFirst() {
        headers.add("Forwarded", "for=6.6.6.6");
        headers.add("X-Forwarded-For", "203.0.113.7");
        assertEquals("203.0.113.7", client());
    }

    @Test
    void theNearestProxySaysWhetherTheClientSpeaksTls() {
        headers.add("X-Forwarded-For", "203.0.113.7");
        assertEquals(Optional.empty(), secure());
        headers.add("X-Forwarded-Proto", "http, HTTPS");
        assertEquals(Optional.of(true), secure());
        headers.set("X-Forwarded-Proto", "http");
        assertEquals(Optional.of(false), secure());
        headers.set("X-Forwarded-Proto", "gopher");
        assertEquals(Optional.empty(), secure());
    }

    @Test
    void forwardedSaysItInTheClientsElement() {
        headers.add("Forwarded", "for=203.0.113.7;proto=https, for=10.0.0.2;proto=http");
        assertEquals(Optional.of(true), secure());
    }

    @Test
    void withoutEitherNothingIsKnown() {
        assertEquals("peer", client());
    }

    /** Whatever a client writes left of the proxy's word changes nothing, and nothing makes it fail. */
    @Test
    void nothingAClientWritesChangesWhoItIs() {
        Random random = new Random(3);
        String alphabet = "0123456789abcdef.:,;=\"\\[] for=unknown";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("x"); // a value begins with no space
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            headers.remove("X-Forwarded-For");
            headers.set("Forwarded", text);
            client();
            headers.set("Forwarded", text + ", for=203.0.113.7;proto=https, for=\"10.0.0.2:80\"");
            assertEquals("203.0.113.7", client(), text::toString);
            headers.set("X-Forwarded-For", text);
            client();
            headers.set("X-Forwarded-For", text + ", 203.0.113.7, 10.0.0.2");
            assertEquals("203.0.113.7", client(), text::toString);
        }
    }
}
