package lbm.manager.health.io;

import io.netty.channel.IoEventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Addresses of hosts. A look-up may take seconds and cannot be had without waiting, so names that are more than an
 * address go to one thread of their own; it is there only while somebody needs it.
 */
final class Names {

    /** Questions time out by themselves, so a name server that does not answer must not pile them up. */
    private static final int MOST_WAITING = 1000;

    private static final long IDLE_SECONDS = 30;

    private final ExecutorService lookups = lookups();

    private static ExecutorService lookups() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "lbm-names");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** @param found called on the loop, at once for an address; empty: the name is not known */
    void find(String host, IoEventLoop loop, Consumer<Optional<InetAddress>> found) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host.equals("localhost") ? "127.0.0.1" : host);
        if (address != null) {
            found.accept(Optional.of(of(address)));
            return;
        }
        try {
            lookups.execute(() -> {
                Optional<InetAddress> there = lookUp(host);
                loop.execute(() -> found.accept(there));
            });
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Too many wait, or no more threads are allowed.
            found.accept(Optional.empty());
        }
    }

    private static Optional<InetAddress> lookUp(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static InetAddress of(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }
}
