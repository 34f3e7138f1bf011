package lbm.worker.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import lbm.worker.config.Ip;

/**
 * Counts requests of clients in fixed windows, in memory that several processes share. A client's window begins with its
 * first request and is its own.
 *
 * <p>The memory is a table of slots of two words, {@code owner} and {@code count}. A client's slot is one of the
 * {@value #REACH} from its home on. Every change is one compare-and-set, so a process may be killed between any two
 * instructions and leaves nothing that others wait for:
 *
 * <ul>
 *   <li>A slot is taken by setting its owner to <em>claimed</em>, its count to a fresh window, then, after a look at the
 *       other slots in reach, its owner to <em>settled</em>. Only then it counts.
 *   <li>Two processes may claim a slot each for one client. Both look after they have claimed, so one of them sees the
 *       other: the settled one wins, of two claimed ones the first, the other is emptied. So a client never has two
 *       settled slots, and what is counted is exact.
 *   <li>Whoever finds a claim of a client it counts for goes on with it, as if it were its own.
 * </ul>
 *
 * <p>A slot is free when its window is over. When none in reach is, the one with the fewest requests is taken, the older
 * one of several, but none younger than a second and none of a client that is at its limit: a flood of addresses frees
 * nobody. Else the client is not counted, and so not limited.
 *
 * <pre>
 * owner:  hash of the client, 54 bits | number of the claim, 8 | 0 empty, 1 claimed, 2 settled
 * count:  begin of the window, milliseconds of the shared clock, 40 bits | requests, 24
 * </pre>
 */
public final class SharedWindows {

    /** Bytes of a slot. */
    public static final int SLOT = 16;

    /** Slots in which a client may be. */
    static final int REACH = 16;

    /** Answer of {@link #hit} for a client that is not counted. */
    public static final long UNCOUNTED = -1;

    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long CLAIMED = 1;
    private static final long SETTLED = 2;
    private static final long STATE = 3;
    private static final int CLAIM_SHIFT = 2;
    private static final int HASH_SHIFT = 10;
    private static final int COUNT_BITS = 24;
    private static final long COUNT = (1L << COUNT_BITS) - 1;
    private static final long YOUNG_MILLIS = 1000;

    /** Each time round somebody else has got on; so often in a row only a broken file says that. */
    private static final int TRIES = 1000;

    private final ByteBuffer memory;
    private final int offset;
    private final int mask;
    private final long key0;
    private final long key1;
    private final long windowMillis;
    private final long max;
    private long claims;

    /**
     * A table in memory that is zero, or that others use already.
     *
     * @param memory direct, or a mapped file
     * @param offset where the slots begin, a multiple of eight
     * @param slots a power of two, {@value #REACH} at least
     * @param key0 with {@code key1} what the hash is keyed with: the same in all processes, unknown outside
     * @param max requests in a window; those above are not counted on
     * @param salt where this process begins to number its claims
     */
    public SharedWindows(
            ByteBuffer memory, int offset, int slots, long key0, long key1, long windowMillis, int max, long salt) {
        if (Integer.bitCount(slots) != 1 || slots < REACH) {
            throw new IllegalArgumentException(slots + " slots");
        }
        this.memory = memory;
        this.offset = offset;
        this.mask = slots - 1;
        this.key0 = key0;
        this.key1 = key1;
        this.windowMillis = windowMillis;
        this.max = Math.min(max, COUNT - 1);
        this.claims = salt;
    }

    /** Slots for so many clients. */
    public static int slots(int clients) {
        int least = Math.max(REACH, clients);
        return Integer.highestOneBit(least) == least ? least : Integer.highestOneBit(least) << 1;
    }

    /**
     * Counts one request.
     *
     * @param nowMillis of a monotonic clock that all processes share; 40 bits
     * @return for {@link #count} and {@link #begin}, or {@link #UNCOUNTED}
     */
    public long hit(Ip client, long nowMillis) {
        long hash = SipHash.of(key0, key1, client.high(), client.low());
        long name = hash >>> HASH_SHIFT;
        int home = (int) (hash & mask);
        for (int i = 0; i < TRIES; i++) {
            int at = find(home, name);
            if (at < 0) {
                at = room(home, nowMillis);
                if (at < 0) {
                    return UNCOUNTED;
                }
                claim(home, at, owner(at), name, nowMillis);
                continue;
            }
            long owner = owner(at);
            if (owner >>> HASH_SHIFT != name) {
                continue; // taken meanwhile
            }
            if ((owner & STATE) != SETTLED) {
                settle(home, at, owner, nowMillis);
                continue;
            }
            long count = count(at);
            if (isOver(count, nowMillis)) {
                claim(home, at, owner, name, nowMillis);
                continue;
            }
            if ((count & COUNT) > max) {
                return count;
            }
            // The owner once more: else the count could be that of a client who has taken the slot since.
            if (owner(at) == owner && WORDS.compareAndSet(memory, place(at) + Long.BYTES, count, count + 1)) {
                return count + 1;
            }
        }
        return UNCOUNTED;
    }

    /** Requests of the window so far, this one included; above the limit it may stand still. */
    public static long count(long hit) {
        return hit & COUNT;
    }

    /** Milliseconds until the window is over, of the clock of {@link #hit}. */
    public long left(long hit, long nowMillis) {
        return Math.max(0, begin(hit) + windowMillis - nowMillis);
    }

    static long begin(long hit) {
        return hit >>> COUNT_BITS;
    }

    /** The client's settled slot, else its first claimed one; -1: it has none. */
    private int find(int home, long name) {
        int claimed = -1;
        for (int i = 0; i < REACH; i++) {
            long owner = owner(home + i);
            if (owner >>> HASH_SHIFT == name) {
                if ((owner & STATE) == SETTLED) {
                    return home + i;
                }
                if ((owner & STATE) == CLAIMED && claimed < 0) {
                    claimed = home + i;
                }
            }
        }
        return claimed;
    }

    /** Where a new client may go; -1: nowhere. */
    private int room(int home, long now) {
        int best = -1;
        long bestCount = 0;
        for (int i = 0; i < REACH; i++) {
            int at = home + i;
            long count = count(at);
            if ((owner(at) & STATE) == 0 || isOver(count, now)) {
                return at;
            }
            boolean takable = (count & COUNT) < max && now - begin(count) >= YOUNG_MILLIS;
            // Fewest requests, then the oldest: in this order the word compares after its halves are swapped.
            if (takable && (best < 0 || rank(count) < rank(bestCount))) {
                best = at;
                bestCount = count;
            }
        }
        return best;
    }

    private static long rank(long count) {
        return (count & COUNT) << (Long.SIZE - COUNT_BITS - 1) | begin(count) >>> 1;
    }

    /** A window that begins later than now was begun by a process that read the clock after this one: not over. */
    private boolean isOver(long count, long now) {
        return now - begin(count) >= windowMillis;
    }

    private void claim(int home, int at, long seen, long name, long now) {
        long owner = name << HASH_SHIFT | (++claims & 0xff) << CLAIM_SHIFT | CLAIMED;
        if (WORDS.compareAndSet(memory, place(at), seen, owner)) {
            settle(home, at, owner, now);
        }
    }

    /** Goes on with a claim, of this process or another one; it may have been emptied when this returns. */
    private void settle(int home, int at, long owner, long now) {
        long count = count(at);
        // While it is claimed nobody counts, so a second fresh window for it destroys nothing.
        if (owner(at) != owner || !WORDS.compareAndSet(memory, place(at) + Long.BYTES, count, now << COUNT_BITS)) {
            return;
        }
        for (int i = 0; i < REACH; i++) {
            int other = home + i;
            long its = owner(other);
            if (other == at || its >>> HASH_SHIFT != owner >>> HASH_SHIFT || (its & STATE) == 0) {
                continue;
            }
            if ((its & STATE) == SETTLED || other < at) {
                WORDS.compareAndSet(memory, place(at), owner, 0L);
                return;
            }
            if (!WORDS.compareAndSet(memory, place(other), its, 0L)) {
                return; // it has become something else: look again
            }
        }
        WORDS.compareAndSet(memory, place(at), owner, (owner & ~STATE) | SETTLED);
    }

    private int place(int at) {
        return offset + (at & mask) * SLOT;
    }

    private long owner(int at) {
        return (long) WORDS.getVolatile(memory, place(at));
    }

    private long count(int at) {
        return (long) WORDS.getVolatile(memory, place(at) + Long.BYTES);
    }
}
