package lbm.manager.balance;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Descriptors sent on a lane and not yet owned by the other side, in order. The first descriptor of a lane may be the
 * listener's duplicate: it is counted like the others but is not ours to close.
 */
public final class Unacknowledged {

    private static final int NOT_OURS = -1;

    private final ArrayDeque<Integer> sent = new ArrayDeque<>();
    private long acknowledged;

    public void sent(int fd) {
        sent.add(fd);
    }

    public void sentListener() {
        sent.add(NOT_OURS);
    }

    public int size() {
        return sent.size();
    }

    /**
     * The other side owns the first {@code count} of this lane.
     *
     * @return descriptors whose copy can be closed
     * @throws IllegalArgumentException more than were sent, or fewer than before: the peer is out of step
     */
    public List<Integer> acknowledge(long count) {
        long more = count - acknowledged;
        if (more < 0 || more > sent.size()) {
            throw new IllegalArgumentException("acknowledged " + count + " of " + (acknowledged + sent.size())
                    + " descriptors, " + acknowledged + " before");
        }
        acknowledged = count;
        List<Integer> done = new java.util.ArrayList<>((int) more);
        for (long i = 0; i < more; i++) {
            int fd = sent.remove();
            if (fd != NOT_OURS) {
                done.add(fd);
            }
        }
        return done;
    }

    /** What nobody has begun: to be given to somebody else, in order. */
    public List<Integer> takeBack() {
        List<Integer> left = sent.stream().filter(fd -> fd != NOT_OURS).toList();
        sent.clear();
        return left;
    }
}
