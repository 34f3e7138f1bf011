package lbm.worker.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * Descriptors on their way out of one end of a lane. Whoever sends keeps his copy until the other end has acknowledged.
 *
 * <p>No more than {@code window} are under way at once: a unix socket holds some 270 one-byte messages, and Netty
 * breaks a lane whose socket is full instead of waiting.
 *
 * @param <T> what stands for a descriptor and its owner's copy
 */
public final class Sent<T> {

    /** Small against what a socket holds, large against what is under way in one turn of both loops. */
    public static final int WINDOW = 64;

    private final int window;
    private final Queue<T> waiting = new ArrayDeque<>();
    private final ArrayDeque<T> unacknowledged = new ArrayDeque<>();
    private long sent;

    public Sent(int window) {
        this.window = window;
    }

    /** Queues one; {@link #next} says when it may be written. */
    public void offer(T item) {
        waiting.add(item);
    }

    /** The one to write to the lane now; empty when none waits or the window is full. */
    public Optional<T> next() {
        if (waiting.isEmpty() || unacknowledged.size() >= window) {
            return Optional.empty();
        }
        T item = waiting.remove();
        unacknowledged.add(item);
        sent++;
        return Optional.of(item);
    }

    /**
     * The other end owns the first {@code count} now.
     *
     * @return those whose copies may be closed because of this line
     * @throws IllegalStateException more than were ever sent: the other end is confused and the lane must end
     */
    public List<T> acknowledged(long count) {
        if (count > sent) {
            throw new IllegalStateException("acknowledged " + count + " descriptors of " + sent);
        }
        List<T> done = new ArrayList<>();
        while (sent - unacknowledged.size() < count) {
            done.add(unacknowledged.remove());
        }
        return done;
    }

    /** The lane ended: those that nobody acknowledged, in order. They are still their sender's. */
    public List<T> takeBack() {
        List<T> back = new ArrayList<>(unacknowledged);
        back.addAll(waiting);
        unacknowledged.clear();
        waiting.clear();
        return back;
    }

    /** How many are written but not acknowledged. */
    public int underWay() {
        return unacknowledged.size();
    }
}
