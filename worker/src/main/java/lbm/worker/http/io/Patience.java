package lbm.worker.http.io;

import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a silent client is waited for. It is asked every now and then and keeps the time of its last sign of life
 * itself, so that a request costs no look at the clock and a connection no timer.
 */
final class Patience {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(75);
    private static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private boolean touched = true;
    private long quietSince;
    private long progress;

    /** A request was complete, or an answer went out. */
    void touch() {
        touched = true;
    }

    /**
     * Whether it is time to give up.
     *
     * @param between no request is half read
     */
    boolean isOver(long now, @Nullable ChannelOutboundBuffer buffer, boolean streaming, boolean between) {
        long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long written = buffer == null ? 0 : buffer.currentProgress() - pending;
        boolean writing = streaming || pending > 0;
        if (touched || (writing && written != progress)) {
            touched = false;
            progress = written;
            quietSince = now;
            return false;
        }
        long limit = writing ? WRITE_NANOS : between ? IDLE_NANOS : REQUEST_NANOS;
        return now - quietSince > limit;
    }
}
