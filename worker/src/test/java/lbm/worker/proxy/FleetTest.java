package lbm.worker.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import lbm.worker.config.Ip;
import lbm.worker.config.Proxy;
import lbm.worker.link.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final long SECOND = 1_000_000_000L;

    private final Proxy.Ejection ejection = new Proxy.Ejection(3, Duration.ofSeconds(10), Duration.ofSeconds(30));
    private final Fleet fleet = new Fleet("api", Proxy.Balance.LEAST_CONNECTIONS, ejection);

    private static Message.Backend up(String key) {
        return new Message.Backend(key, "127.0.0.1", 4000, true);
    }

    private static Message.Backend down(String key) {
        return new Message.Backend(key, "127.0.0.1", 4000, false);
    }

    private static Member some(@Nullable Member member) {
        return Objects.requireNonNull(member);
    }

    private Member of(String key) {
        return fleet.members().stream()
                .filter(it -> it.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutAListNobodyIsThere() {
        assertFalse(fleet.any());
        assertEquals(null, fleet.pick(List.of()));
    }

    @Test
    void theOneWithFewestRequestsIsPickedAndEqualsTakeTurns() {
        fleet.update(List.of(up("a"), up("b"), up("c")));
        fleet.began(of("a"));
        fleet.began(of("b"));
        assertEquals("c", some(fleet.pick(List.of())).key());
        fleet.began(of("c"));
        List<String> turns = IntStream.range(0, 6)
                .mapToObj(i -> some(fleet.pick(List.of())).key())
                .toList();
        assertEquals(3, turns.stream().distinct().count(), turns.toString());
    }

    @Test
    void thoseThatWereTriedAreNotPicked() {
        fleet.update(List.of(up("a"), up("b")));
        assertEquals("b", some(fleet.pick(List.of(of("a")))).key());
        assertEquals(null, fleet.pick(fleet.members()));
    }

    @Test
    void aListSaysWhoIsGoneAndWhoLeaves() {
        fleet.update(List.of(up("a"), up("b"), up("c")));
        Member a = of("a");
        Fleet.Change change = fleet.update(List.of(down("b"), up("c"), up("d")));
        assertEquals(List.of(a), change.gone());
        assertEquals(List.of(of("b")), change.leaving());
        assertEquals(
                List.of(), fleet.update(List.of(down("b"), up("c"), up("d"))).leaving());
        Message.Backend elsewhere = new Message.Backend("c", "127.0.0.1", 4001, true);
        assertEquals(
                1,
                fleet.update(List.of(elsewhere)).gone().stream()
                        .filter(it -> it.key().equals("c"))
                        .count());
    }

    @Test
    void aLeavingOneIsSaidToBeIdleOnceEachTime() {
        fleet.update(List.of(up("a")));
        Member a = of("a");
        fleet.began(a);
        fleet.update(List.of(down("a")));
        assertFalse(fleet.idle(a));
        assertTrue(fleet.ended(a));
        assertFalse(fleet.idle(a));
        fleet.update(List.of(up("a")));
        assertFalse(fleet.idle(a));
        fleet.update(List.of(down("a")));
        assertTrue(fleet.idle(a));
        fleet.sayAgain();
        assertTrue(fleet.idle(a), "another manager may not know");
    }

    @Test
    void failuresInARowEjectForLongerEachTime() {
        fleet.update(List.of(up("a"), up("b")));
        Member a = of("a");
        assertEquals(Optional.empty(), fleet.failed(a, 0));
        fleet.succeeded(a);
        assertEquals(Optional.empty(), fleet.failed(a, 0));
        assertEquals(Optional.empty(), fleet.failed(a, 0));
        assertEquals(Optional.of(10 * SECOND), fleet.failed(a, 0));
        assertFalse(a.open());
        assertEquals("b", some(fleet.pick(List.of())).key());
        fleet.returned(a, 10 * SECOND);
        assertTrue(a.open());
        assertEquals(Optional.of(20 * SECOND), fleet.failed(a, 11 * SECOND), "once is enough now");
        fleet.returned(a, 31 * SECOND);
        assertEquals(Optional.of(30 * SECOND), fleet.failed(a, 32 * SECOND), "no longer than the bound");
        fleet.returned(a, 62 * SECOND);
        assertEquals(Optional.of(10 * SECOND), fleet.failed(a, 200 * SECOND), "long ago is forgotten");
    }

    @Test
    void neverMoreThanHalfAreEjected() {
        fleet.update(List.of(up("a"), up("b"), up("c")));
        for (String key : List.of("a", "b", "c")) {
            for (int i = 0; i < 5; i++) {
                fleet.failed(of(key), 0);
            }
        }
        assertEquals(1, fleet.members().stream().filter(Member::ejected).count());
        Fleet alone = new Fleet("api", Proxy.Balance.ROUND_ROBIN, ejection);
        alone.update(List.of(up("a")));
        for (int i = 0; i < 5; i++) {
            assertEquals(Optional.empty(), alone.failed(alone.members().get(0), 0));
        }
    }

    @Test
    void anAddressStaysWhereItIsWhenAnotherLeaves() {
        fleet.update(List.of(up("a"), up("b"), up("c"), up("d")));
        Map<Ip, String> before = new HashMap<>();
        List<Ip> addresses = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            addresses.add(Objects.requireNonNull(Ip.parse("10.0." + i / 256 + "." + i % 256)));
        }
        addresses.forEach(it -> before.put(it, some(fleet.pick(it, List.of())).key()));
        for (String key : List.of("a", "b", "c", "d")) {
            long share = before.values().stream().filter(key::equals).count();
            assertTrue(share > 50 && share < 150, key + " has " + share);
        }
        fleet.update(List.of(up("a"), up("b"), up("c"), down("d")));
        for (Ip address : addresses) {
            String now = some(fleet.pick(address, List.of())).key();
            String was = before.getOrDefault(address, "");
            assertTrue(now.equals(was) || was.equals("d"), "moved from " + was);
        }
    }

    @Test
    void aCookieNamesItsBackendAsLongAsThatIsOpen() {
        fleet.update(List.of(up("a"), up("b")));
        Member a = of("a");
        assertNotEquals(a.cookie(), of("b").cookie());
        assertEquals(a, fleet.named(a.cookie(), List.of()));
        fleet.update(List.of(down("a"), up("b")));
        assertEquals(null, fleet.named(a.cookie(), List.of()));
        assertEquals(null, fleet.named("nobody", List.of()));
    }
}
