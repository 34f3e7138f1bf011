package lbm.worker.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import lbm.worker.config.Ip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SharedWindowsTest {

    private static final long WINDOW = 900_000;
    private static final int MAX = 100;
    private static final long NOW = 5_000_000;

    private final ByteBuffer memory = memory(64);
    private final SharedWindows windows = table(64, MAX, 0);

    private static ByteBuffer memory(int slots) {
        return ByteBuffer.allocateDirect(slots * SharedWindows.SLOT + 64);
    }

    private SharedWindows table(int slots, int max, long salt) {
        return new SharedWindows(memory, 64, slots, 1, 2, WINDOW, max, salt);
    }

    private static Ip client(int number) {
        return new Ip(0, 0xffff_0000_0000L | number);
    }

    /** The vector of the paper's reference code: key 00..0f, message 00..0f. */
    @Test
    void theHashIsSipHash() {
        long key0 = 0x0706050403020100L;
        long key1 = 0x0f0e0d0c0b0a0908L;
        assertEquals(0x3f2acc7f57c29bdbL, SipHash.of(key0, key1, key0, key1));
    }

    @Test
    void requestsOfAClientAreCountedOneByOne() {
        for (int i = 1; i <= 5; i++) {
            assertEquals(i, SharedWindows.count(windows.hit(client(1), NOW + i)));
        }
        assertEquals(1, SharedWindows.count(windows.hit(client(2), NOW)));
    }

    @Test
    void theWindowBeginsWithTheFirstRequestAndEndsAfterItsTime() {
        windows.hit(client(1), NOW);
        long last = windows.hit(client(1), NOW + WINDOW - 1);
        assertEquals(2, SharedWindows.count(last));
        assertEquals(1, windows.left(last, NOW + WINDOW - 1));
        long fresh = windows.hit(client(1), NOW + WINDOW);
        assertEquals(1, SharedWindows.count(fresh));
        assertEquals(WINDOW, windows.left(fresh, NOW + WINDOW));
    }

    @Test
    void requestsAboveTheLimitAreOneMoreThanIt() {
        for (int i = 0; i < MAX; i++) {
            windows.hit(client(1), NOW);
        }
        assertEquals(MAX + 1, SharedWindows.count(windows.hit(client(1), NOW)));
        assertEquals(MAX + 1, SharedWindows.count(windows.hit(client(1), NOW)));
    }

    @Test
    void severalProcessesCountTogetherAndOneThatIsStartedAgainGoesOn() {
        windows.hit(client(1), NOW);
        assertEquals(2, SharedWindows.count(table(64, MAX, 7).hit(client(1), NOW)));
        assertEquals(3, SharedWindows.count(windows.hit(client(1), NOW)));
    }

    @Test
    void anotherLimitAndWindowGoOnWithTheSameCounts() {
        for (int i = 0; i < 10; i++) {
            windows.hit(client(1), NOW);
        }
        assertTrue(SharedWindows.count(table(64, 5, 0).hit(client(1), NOW)) > 5);
        assertEquals(11, SharedWindows.count(windows.hit(client(1), NOW)));
        SharedWindows shorter = new SharedWindows(memory, 64, 64, 1, 2, 1000, MAX, 0);
        assertEquals(1, SharedWindows.count(shorter.hit(client(1), NOW + 1000)));
    }

    @Test
    void aClaimThatItsProcessCouldNotFinishIsFinishedByTheNext() {
        windows.hit(client(1), NOW);
        long owner = onlyOwner();
        put(ownerPlace(), (owner & ~3L) | 1);
        put(ownerPlace() + Long.BYTES, 0);
        assertEquals(1, SharedWindows.count(windows.hit(client(1), NOW)));
        assertEquals(2, SharedWindows.count(windows.hit(client(1), NOW)));
    }

    @Test
    void ofTwoClaimsForAClientOneStays() {
        windows.hit(client(1), NOW);
        long owner = onlyOwner();
        int place = ownerPlace();
        put(place, (owner & ~3L) | 1);
        int next = 64 + (place - 64 + SharedWindows.SLOT) % (64 * SharedWindows.SLOT);
        put(next, (owner & ~3L) | 1);
        assertEquals(1, SharedWindows.count(windows.hit(client(1), NOW)));
        assertEquals(2, SharedWindows.count(windows.hit(client(1), NOW)));
        assertEquals(1, owners().size());
    }

    @Test
    void aFullTableTakesThePlaceOfWhoAskedLeast() {
        SharedWindows small = table(SharedWindows.REACH, MAX, 0);
        for (int i = 0; i < SharedWindows.REACH; i++) {
            for (int n = 0; n <= i; n++) {
                small.hit(client(i), NOW);
            }
        }
        assertEquals(1, SharedWindows.count(small.hit(client(99), NOW + 1000)));
        assertEquals(
                SharedWindows.REACH + 1, SharedWindows.count(small.hit(client(SharedWindows.REACH - 1), NOW + 1000)));
        assertEquals(1, SharedWindows.count(small.hit(client(0), NOW + 3000)), "the one with one request was let go");
    }

    @Test
    void whoIsAtTheLimitIsNotFreedByAFloodOfAddresses() {
        SharedWindows small = table(SharedWindows.REACH, 3, 0);
        for (int i = 0; i < SharedWindows.REACH; i++) {
            for (int n = 0; n < 4; n++) {
                small.hit(client(i), NOW);
            }
        }
        for (int i = 100; i < 10_000; i++) {
            assertEquals(SharedWindows.UNCOUNTED, small.hit(client(i), NOW + 5000));
        }
        assertEquals(4, SharedWindows.count(small.hit(client(3), NOW + 5000)));
    }

    @Test
    void aMillionAddressesFitIntoTheTableThatThereIs() {
        long counted = 0;
        for (int i = 0; i < 1_000_000; i++) {
            counted += windows.hit(client(i), NOW + i) == SharedWindows.UNCOUNTED ? 0 : 1;
        }
        assertTrue(counted > 0);
        assertNotEquals(SharedWindows.UNCOUNTED, windows.hit(client(7), NOW + 1_000_000 + WINDOW));
    }

    @Test
    void slotsAreAPowerOfTwo() {
        assertEquals(65_536, SharedWindows.slots(65_536));
        assertEquals(65_536, SharedWindows.slots(40_000));
        assertEquals(SharedWindows.REACH, SharedWindows.slots(1));
    }

    /** In each round all windows are over, so all threads claim the same slots at once. */
    @Test
    @Timeout(300)
    void nothingIsLostOrCountedTwiceWhenSeveralCountAtOnce() throws Exception {
        int threads = 3;
        int rounds = 2000;
        int clients = 20;
        int each = 5;
        AtomicIntegerArray given = new AtomicIntegerArray(clients * (threads * each + 1));
        AtomicLong wrong = new AtomicLong();
        AtomicLong clock = new AtomicLong(NOW);
        CyclicBarrier round = new CyclicBarrier(threads, () -> {
            clock.addAndGet(WINDOW);
            for (int i = 0; i < given.length(); i++) {
                int expected = i % (threads * each + 1) == 0 || clock.get() == NOW + WINDOW ? 0 : 1;
                wrong.addAndGet(given.getAndSet(i, 0) == expected ? 0 : 1);
            }
        });
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            SharedWindows mine = table(64, 1000, t * 64L);
            all.add(new Thread(() -> {
                try {
                    for (int r = 0; r < rounds; r++) {
                        round.await();
                        long now = clock.get();
                        for (int i = 0; i < clients * each; i++) {
                            int who = i % clients;
                            int count = (int) SharedWindows.count(mine.hit(client(who), now));
                            given.incrementAndGet(who * (threads * each + 1) + count);
                        }
                    }
                    round.await();
                } catch (Exception e) {
                    wrong.incrementAndGet();
                }
            }));
        }
        all.forEach(Thread::start);
        for (Thread thread : all) {
            thread.join();
        }
        assertEquals(0, wrong.get(), "each number of a window is given once");
    }

    /** Windows end and clients give way all the time; whatever meets, a client is in one place at most. */
    @Test
    @Timeout(300)
    void aClientNeverHasTwoPlaces() throws Exception {
        int threads = 3;
        AtomicLong clock = new AtomicLong(NOW);
        AtomicLong wrong = new AtomicLong();
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            SharedWindows mine = new SharedWindows(memory, 64, 64, 1, 2, 3000, 50, t * 64L);
            Random random = new Random(t);
            all.add(new Thread(() -> {
                for (int i = 0; i < 100_000; i++) {
                    long now = i % 10 == 0 ? clock.addAndGet(7) : clock.get();
                    long hit = mine.hit(client(random.nextInt(200)), now);
                    boolean counted = hit != SharedWindows.UNCOUNTED;
                    wrong.addAndGet(counted && SharedWindows.count(hit) < 1 ? 1 : 0);
                }
            }));
        }
        all.forEach(Thread::start);
        for (Thread thread : all) {
            thread.join();
        }
        assertEquals(0, wrong.get());
        List<Long> names = owners().stream()
                .filter(owner -> (owner & 3) == 2)
                .map(owner -> owner >>> 10)
                .toList();
        assertEquals(names.stream().distinct().count(), names.size());
        assertTrue(names.size() > 32, names.size() + " places are taken");
    }

    private int ownerPlace() {
        for (int at = 64; at < memory.capacity(); at += SharedWindows.SLOT) {
            if (get(at) != 0) {
                return at;
            }
        }
        throw new AssertionError("no slot is taken");
    }

    private long onlyOwner() {
        assertEquals(1, owners().size());
        return get(ownerPlace());
    }

    private List<Long> owners() {
        List<Long> owners = new ArrayList<>();
        for (int at = 64; at < memory.capacity(); at += SharedWindows.SLOT) {
            if (get(at) != 0) {
                owners.add(get(at));
            }
        }
        return owners;
    }

    private long get(int at) {
        return memory.order(ByteOrder.nativeOrder()).getLong(at);
    }

    private void put(int at, long value) {
        memory.order(ByteOrder.nativeOrder()).putLong(at, value);
    }
}
