package lbm.worker.link.io;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lbm.worker.link.Silence;

/** Heartbeats of one session, and the watch for a manager that does not answer them. */
final class Heart {

    private final EventLoop loop;
    private final long intervalNanos;
    private final Session session;
    private final LinkEvents events;
    private final Silence silence = new Silence(System.nanoTime());
    private Future<?> next;
    private long seq;
    private long due;

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
        if (silence.ends(System.nanoTime())) {
            events.pulse();
        }
    }

    private void beat() {
        long now = System.nanoTime();
        long late = Math.max(0, now - due);
        if (silence.begins(now, late)) {
            events.silent();
        }
        // A silent manager's socket fills up with beats it does not read; one in the queue is enough to wake it.
        if (!silence.lasts() || session.writable()) {
            session.say(events.heartbeat(++seq, TimeUnit.NANOSECONDS.toMicros(late)));
        }
        due = now + intervalNanos;
        next = loop.schedule(this::beat, intervalNanos, TimeUnit.NANOSECONDS);
    }
}
