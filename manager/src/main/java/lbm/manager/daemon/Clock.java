package lbm.manager.daemon;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats on the loop. A turn that fails is told and the next one comes all the same. */
final class Clock {

    private static final Logger LOG = LoggerFactory.getLogger(Clock.class);

    private Clock() {}

    static void every(EventLoop loop, long millis, Runnable turn) {
        loop.scheduleWithFixedDelay(
                () -> {
                    try {
                        turn.run();
                    } catch (RuntimeException | Error e) {
                        LOG.error("a periodic turn failed", e);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }
}
