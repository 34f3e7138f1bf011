package lbm.worker.http.io;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How many connections each client has open here. IPv6 clients have a /64, so that is what counts. */
public final class Tally {

    private static final int SIXTY_FOUR_BITS = 8;

    private final Map<String, Integer> open = new HashMap<>();
    private final int most;

    /**
     * A tally with a limit.
     *
     * @param most connections of one client; 0: any number
     */
    public Tally(int most) {
        this.most = most;
    }

    /** Whether it counts at all. */
    public boolean counts() {
        return most > 0;
    }

    /** One more; tells whether it is too many. Each is to be taken back by {@link #closed}. */
    public boolean opened(InetAddress address) {
        return open.merge(key(address), 1, Integer::sum) > most;
    }

    /** One less. */
    public void closed(InetAddress address) {
        open.computeIfPresent(key(address), (key, count) -> count == 1 ? null : count - 1);
    }

    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, SIXTY_FOUR_BITS)));
    }
}
