package lbm.worker.proxy.io;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.Proxy;
import lbm.worker.proxy.Member;
import org.jspecify.annotations.Nullable;

/** The connections to all backends: makes them, keeps some for the next request, closes them. */
final class Stations {

    private static final long SWEEP_MILLIS = 500;

    /** A request that must not be sent twice gets only a connection that was used this recently. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Proxy config;
    private final Map<Member, Station> all = new HashMap<>();
    private final Bootstrap bootstrap;
    private final Future<?> sweeping;

    /** Who asked for a connection. */
    interface Dialer {

        void connected(Upstream upstream);

        /** It could not be made. */
        void refused(Throwable cause, boolean timeout);
    }

    Stations(EventLoop loop, Proxy config) {
        this.config = config;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        config.waits().connect().toMillis());
        this.sweeping = loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Station of(Member member) {
        return all.computeIfAbsent(member, Station::new);
    }

    /**
     * A connection that waits for its next request.
     *
     * @param twice whether that request may be sent a second time, should the backend be closing the connection now
     */
    @Nullable
    Upstream take(Member member, boolean twice) {
        long now = System.nanoTime();
        long pool = config.waits().pool().toNanos();
        return of(member).take(now - (twice ? pool : Math.min(pool, FRESH_NANOS)));
    }

    void connect(Member member, Dialer dialer) {
        Station station = of(member);
        Upstream upstream = new Upstream(station, config);
        bootstrap.clone().handler(upstream).connect(station.address).addListener((ChannelFutureListener) done -> {
            Channel channel = done.channel();
            if (!done.isSuccess()) {
                dialer.refused(done.cause(), done.cause() instanceof ConnectTimeoutException);
            } else if (station.gone()) {
                channel.close();
                dialer.refused(new java.io.IOException("the backend is gone"), false);
            } else {
                dialer.connected(upstream);
            }
        });
    }

    /** Keeps a connection for the next request, or closes it. */
    void release(Upstream upstream) {
        boolean keeps = config.sendProxyProtocol() == 0 && upstream.channel().isActive();
        if (!keeps || !upstream.keep(config.poolSize())) {
            upstream.channel().close();
        }
    }

    void cut(Member member) {
        Station station = all.remove(member);
        if (station != null) {
            station.cut();
        }
    }

    void leave(Member member) {
        Station station = of(member);
        station.closeIdle();
        station.leave(config.waits().drainSpread().toMillis());
    }

    private void sweep() {
        long now = System.nanoTime();
        List<Station> stations = new ArrayList<>(all.values());
        stations.forEach(it -> it.sweep(now));
    }

    void end() {
        sweeping.cancel(false);
    }
}
