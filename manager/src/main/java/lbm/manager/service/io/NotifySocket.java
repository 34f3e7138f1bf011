package lbm.manager.service.io;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Tells systemd how the manager is: the protocol of {@code sd_notify(3)}, a datagram of {@code NAME=value} lines to the
 * socket in {@code NOTIFY_SOCKET}. Without that variable every call does nothing.
 *
 * @see lbm.manager.service.ServiceVariables#ALL
 */
public final class NotifySocket {
    private final byte[] address;
    private final Optional<Duration> watchdog;

    private NotifySocket(byte[] address, Optional<Duration> watchdog) {
        this.address = address;
        this.watchdog = watchdog;
    }

    /**
     * The socket named by an environment.
     *
     * @param ownPid the watchdog is ours only when {@code WATCHDOG_PID} names us or nobody
     */
    public static NotifySocket of(Map<String, String> environment, long ownPid) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        boolean usable = name.length() > 1 && (name.startsWith("/") || name.startsWith("@"));
        String watched = environment.getOrDefault("WATCHDOG_PID", Long.toString(ownPid));
        return new NotifySocket(
                usable ? UnixAddress.of(name) : new byte[0],
                watched.equals(Long.toString(ownPid))
                        ? micros(environment.getOrDefault("WATCHDOG_USEC", ""))
                        : Optional.empty());
    }

    /** Whether systemd listens. */
    public boolean present() {
        return address.length > 0;
    }

    /**
     * How often {@link #alive} is to be called: a sixth of what systemd allows, so that nearly all of it is
     * left to a loop that stands still for a while; empty when it does not watch.
     */
    public Optional<Duration> watchdogInterval() {
        return present() ? watchdog.map(limit -> limit.dividedBy(6)) : Optional.empty();
    }

    /** The manager answers; start-up is over. */
    public void ready(String status) {
        send("READY=1\nSTATUS=" + line(status), false);
    }

    /**
     * The manager is about to end.
     *
     * @param within systemd waits so long, or as long as the unit says when that is longer
     */
    public void stopping(String status, Duration within) {
        send("STOPPING=1\nSTATUS=" + line(status) + "\nEXTEND_TIMEOUT_USEC=" + within.toNanos() / 1000, false);
    }

    /** One line for {@code systemctl status}. Dropped when systemd does not keep up. */
    public void status(String status) {
        send("STATUS=" + line(status), true);
    }

    /** The loop still turns. Dropped when systemd does not keep up. */
    public void alive() {
        send("WATCHDOG=1", true);
    }

    private void send(String text, boolean mayDrop) {
        if (!present()) {
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            int socket = Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
            try {
                int flags = Libc.MSG_NOSIGNAL | (mayDrop ? Libc.MSG_DONTWAIT : 0);
                Libc.sendto(socket, bytes, bytes.length, flags, address, address.length);
            } finally {
                Libc.close(socket);
            }
        } catch (LastErrorException e) {
            // Told as systemd's own library does: not at all. The manager's work must not hang on who watches it.
            return;
        }
    }

    private static String line(String status) {
        return status.replace('\n', ' ');
    }

    private static Optional<Duration> micros(String text) {
        try {
            long micros = Long.parseLong(text);
            return micros > 0 ? Optional.of(Duration.ofNanos(micros * 1000)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The three calls this takes; loaded only when systemd listens. */
    private static final class Libc {
        static final int AF_UNIX = 1;
        static final int SOCK_DGRAM = 2;
        static final int SOCK_CLOEXEC = 0x80000;
        static final int MSG_NOSIGNAL = 0x4000;
        static final int MSG_DONTWAIT = 0x40;

        static {
            Native.register(Libc.class, "c");
        }

        private Libc() {}

        static native int socket(int domain, int type, int protocol) throws LastErrorException;

        static native long sendto(int socket, byte[] data, long length, int flags, byte[] address, int addressLength)
                throws LastErrorException;

        static native int close(int descriptor) throws LastErrorException;
    }
}
