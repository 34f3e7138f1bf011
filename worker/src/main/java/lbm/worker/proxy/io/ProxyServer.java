package lbm.worker.proxy.io;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lbm.worker.config.AddressBlock;
import lbm.worker.config.Ip;
import lbm.worker.config.Proxy;
import lbm.worker.http.AccessLine;
import lbm.worker.http.Counters;
import lbm.worker.http.io.AccessLog;
import lbm.worker.http.io.Tally;
import lbm.worker.intake.io.Conversation;
import lbm.worker.intake.io.Exit;
import lbm.worker.intake.io.Greeter;
import lbm.worker.link.Message;
import lbm.worker.proxy.AnswerHead;
import lbm.worker.proxy.Fleet;
import lbm.worker.proxy.Member;
import lbm.worker.proxy.Origin;
import lbm.worker.proxy.ProxyHeader;
import lbm.worker.proxy.RequestHead;
import lbm.worker.proxy.StickyCookie;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before other programs: every client's connection and every backend's of one event loop. */
public final class ProxyServer implements Greeter {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final byte[] NOTHING = {};
    private static final byte[] VIA = "Via: 1.1 lbm\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int LINES = 64;
    private static final InetSocketAddress NOBODY = new InetSocketAddress(0);

    private final EventLoop loop;
    private final Proxy config;
    private final Counters counters;
    private final Consumer<Message> manager;
    private final Fleet fleet;
    private final Stations stations;
    private final RequestHead requestHead;
    private final AnswerHead answerHead;
    private final StickyCookie cookie;
    private final Clients clients;
    private final Replies replies = new Replies();
    private final Tally tally;
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private @Nullable AccessLog accessLog;

    /** Somebody who needs a backend when none is there. */
    interface Waiter {

        /** There may be one now. */
        void goOn();
    }

    /**
     * A proxy that knows no backend yet.
     *
     * @param app whose backends they are
     * @param manager is told of backends
     */
    public ProxyServer(EventLoop loop, Proxy config, String app, Counters counters, Consumer<Message> manager) {
        this.loop = loop;
        this.config = config;
        this.counters = counters;
        this.manager = manager;
        this.fleet = new Fleet(app, config.balance(), config.ejection());
        this.stations = new Stations(loop, config);
        this.requestHead =
                new RequestHead(config.limits().lineBytes() + config.limits().headerBytes() + LINES);
        this.answerHead = new AnswerHead(config.answerHeadBytes());
        this.cookie = new StickyCookie(config.stickyCookie());
        this.clients = new Clients(config.trust());
        this.tally = new Tally(config.limits().connectionsPerAddress());
    }

    /** Begins the access log. */
    public void log(AccessLog log) {
        accessLog = log;
    }

    @Override
    public Conversation greet(Channel channel, Exit connection, String listener) {
        Origin origin = judged(new Origin(address(channel.remoteAddress()), address(channel.localAddress()), false));
        if (config.acceptProxyProtocol() && origin.trusted()) {
            Entrance entrance = new Entrance(channel, this, connection, origin);
            channel.pipeline().addLast(entrance);
            return entrance;
        }
        return converse(channel, connection, origin);
    }

    /** The same with what we think of its client. */
    Origin judged(Origin origin) {
        InetAddress client = origin.client().getAddress();
        return new Origin(origin.client(), origin.listener(), AddressBlock.anyContains(config.trust(), Ip.of(client)));
    }

    /** Begins the conversation of a client that is known. */
    Conversation converse(Channel channel, Exit connection, Origin origin) {
        boolean tooMany = isTooMany(channel, origin);
        if (config.mode() == Proxy.Mode.TCP) {
            TcpSide side = new TcpSide(channel, this, origin, tooMany);
            channel.pipeline().addLast(side);
            return side;
        }
        ClientSide side = new ClientSide(channel, this, connection, origin, tooMany);
        channel.pipeline().addLast(side);
        return side;
    }

    /** A client that has gone already has no address: it is nobody's, above all not this machine's own. */
    private static InetSocketAddress address(java.net.@Nullable SocketAddress said) {
        return said instanceof InetSocketAddress it ? it : NOBODY;
    }

    private boolean isTooMany(Channel channel, Origin origin) {
        InetAddress address = origin.client().getAddress();
        boolean proxy = AddressBlock.anyContains(config.trust(), Ip.of(address));
        if (!tally.counts() || proxy) {
            return false;
        }
        channel.closeFuture().addListener(closed -> tally.closed(address));
        return tally.opened(address);
    }

    // ---- backends

    /** Takes a new list of backends. */
    public void told(List<Message.Backend> list) {
        Fleet.Change change = fleet.update(list);
        change.gone().forEach(stations::cut);
        change.leaving().forEach(stations::leave);
        fleet.members().forEach(this::sayIdle);
        pump();
    }

    /** A manager is there that may have been told nothing. */
    public void joined() {
        fleet.sayAgain();
        for (Member member : fleet.members()) {
            sayIdle(member);
            if (member.ejected()) {
                manager.accept(new Message.BackendState(member.key(), true, "it failed too often"));
            }
        }
    }

    private void sayIdle(Member member) {
        if (fleet.idle(member)) {
            manager.accept(new Message.BackendIdle(member.key()));
        }
    }

    /** A request or tunnel has ended. */
    void left(Member member) {
        if (fleet.ended(member)) {
            manager.accept(new Message.BackendIdle(member.key()));
        }
    }

    /** A backend has not answered as it should. */
    void failed(Member member, String why) {
        Optional<Long> out = fleet.failed(member, System.nanoTime());
        out.ifPresent(nanos -> {
            LOG.warn("{} gets nothing for {} ms: {}", member, TimeUnit.NANOSECONDS.toMillis(nanos), why);
            manager.accept(new Message.BackendState(member.key(), true, why));
            loop.schedule(() -> back(member), nanos, TimeUnit.NANOSECONDS);
        });
    }

    private void back(Member member) {
        fleet.returned(member, System.nanoTime());
        if (fleet.members().contains(member)) {
            manager.accept(new Message.BackendState(member.key(), false, ""));
            pump();
        }
    }

    /** Lets somebody wait for a backend; false: too many do already. */
    boolean waits(Waiter waiter) {
        return waiting.size() < config.queueSize() && waiting.add(waiter);
    }

    void waitsNoMore(Waiter waiter) {
        waiting.remove(waiter);
    }

    private void pump() {
        if (fleet.any() && !waiting.isEmpty()) {
            Queue<Waiter> all = new ArrayDeque<>(waiting);
            waiting.clear();
            all.forEach(Waiter::goOn);
        }
    }

    /** Tells a backend who is there, if it is to be told so before anything else. */
    void greet(Channel backend, Origin origin) {
        if (config.sendProxyProtocol() > 0) {
            backend.write(
                    ProxyHeader.write(backend.alloc().directBuffer(), config.sendProxyProtocol(), origin),
                    backend.voidPromise());
        }
    }

    // ---- what all conversations share

    Proxy config() {
        return config;
    }

    Counters counters() {
        return counters;
    }

    Fleet fleet() {
        return fleet;
    }

    Stations stations() {
        return stations;
    }

    RequestHead requestHead() {
        return requestHead;
    }

    AnswerHead answerHead() {
        return answerHead;
    }

    StickyCookie cookie() {
        return cookie;
    }

    Clients clients() {
        return clients;
    }

    Replies replies() {
        return replies;
    }

    byte[] viaLine() {
        return config.via() ? VIA : NOTHING;
    }

    boolean logs() {
        return accessLog != null;
    }

    void log(AccessLine.Entry entry) {
        AccessLog log = accessLog;
        if (log != null) {
            log.line(entry);
        }
    }

    /** What the next heartbeat says about answers. */
    public Message.Traffic traffic() {
        AccessLog log = accessLog;
        return counters.traffic(log == null ? 0 : log.dropped());
    }

    /** Ends: nothing is looked after any more. */
    public void end() {
        List<Member> all = new ArrayList<>(fleet.members());
        all.forEach(stations::cut);
        stations.end();
        AccessLog log = accessLog;
        if (log != null) {
            log.end();
        }
    }
}
