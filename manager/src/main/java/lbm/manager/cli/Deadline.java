package lbm.manager.cli;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;

/** Closes a channel when a time is over: the only way to end a blocking read of a unix socket. */
final class Deadline implements AutoCloseable {
    private final Thread watch;
    private volatile boolean passed;

    Deadline(Channel channel, Duration patience) {
        watch = new Thread(
                () -> {
                    try {
                        Thread.sleep(patience.toMillis());
                        passed = true;
                        channel.close();
                    } catch (InterruptedException | IOException e) {
                        // Answered in time, or closed already: nothing left to do.
                        return;
                    }
                },
                "deadline");
        watch.setDaemon(true);
        watch.start();
    }

    boolean passed() {
        return passed;
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
