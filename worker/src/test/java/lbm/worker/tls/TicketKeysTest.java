package lbm.worker.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketKeysTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void keysComeBackFromTheirText() {
        TicketKeys keys = keys(NOON).with(key(NOON.plusSeconds(5), 2));
        TicketKeys read = TicketKeys.read(keys.text()).orElseThrow();
        assertEquals(keys.text(), read.text());
        assertEquals(2, read.keys().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z AAAA", "yesterday AAAA"})
    void aTextThatIsNoneIsNotUsed(String text) {
        assertEquals(Optional.empty(), TicketKeys.read(text));
    }

    @Test
    void aKeyIsOldAfterADay() {
        assertFalse(keys(NOON).old(NOON.plus(Duration.ofHours(23))));
        assertTrue(keys(NOON).old(NOON.plus(Duration.ofHours(24))));
        assertTrue(keys(NOON).old(NOON.minus(Duration.ofDays(2))), "the clock was set back");
    }

    @Test
    void aFreshKeyIsAcceptedBeforeItSeals() {
        Instant made = NOON.plus(Duration.ofDays(1));
        TicketKeys both = keys(NOON).with(key(made, 2));
        assertOrder(both.inUse(made.plusSeconds(1)), 1, 2);
        assertOrder(both.inUse(made.plusSeconds(60)), 2, 1);
        assertOrder(keys(NOON).inUse(NOON), 1);
    }

    @Test
    void theOldestKeyIsForgotten() {
        TicketKeys keys = keys(NOON);
        for (int i = 2; i < 6; i++) {
            keys = keys.with(key(NOON.plus(Duration.ofDays(i)), i));
        }
        assertOrder(keys.inUse(NOON.plus(Duration.ofDays(9))), 5, 4, 3);
    }

    private static void assertOrder(List<byte[]> keys, int... firstBytes) {
        assertArrayEquals(firstBytes, keys.stream().mapToInt(key -> key[0]).toArray());
    }

    private static TicketKeys keys(Instant made) {
        return new TicketKeys(List.of(key(made, 1)));
    }

    private static TicketKeys.Key key(Instant made, int fill) {
        byte[] secret = new byte[TicketKeys.LENGTH];
        Arrays.fill(secret, (byte) fill);
        return new TicketKeys.Key(made, secret);
    }
}
