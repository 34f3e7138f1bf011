package lbm.worker.link.io;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Heartbeats of one session, and the watch for a manager that does not answer them. */
final class Heart {

    /** A manager whose loop stands still this long is as good as gone for a new connection. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** When this process itself stood still, the manager's answers are still unread: no judgement then. */
    private static final long PAUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EventLoop loop;
    private final long intervalNanos;
    private final Session session;
    private final LinkEvents events;
    private Future<?> next;
    private long seq;
    private long due;
    private long heard = System.nanoTime();
    private boolean silent;

    Heart(EventLoop loop, long intervalMillis, Session session, LinkEvents events) {
        this.loop = loop;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(50, intervalMillis));
        this.session = session;
        this.events = events;
        this.due = System.nanoTime() + intervalNanos;
        this.next = loop.schedule(this::beat, intervalNanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        next.cancel(false);
    }

    /** The manager answered. */
    void pulse() {
        heard = System.nanoTime();
        if (silent) {
            silent = false;
            events.pulse();
        }
    }

    private void beat() {
        long now = System.nanoTime();
        long late = Math.max(0, now - due);
        if (late > PAUSED_NANOS) {
            heard = now;
        }
        if (!silent && now - heard > SILENCE_NANOS) {
            silent = true;
            events.silent();
        }
        // A silent manager's socket fills up with beats it does not read; one in the queue is enough to wake it.
        if (!silent || session.writable()) {
            session.say(events.heartbeat(++seq, TimeUnit.NANOSECONDS.toMicros(late)));
        }
        due = now + intervalNanos;
        next = loop.schedule(this::beat, intervalNanos, TimeUnit.NANOSECONDS);
    }
}
