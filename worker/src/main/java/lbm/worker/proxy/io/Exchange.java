package lbm.worker.proxy.io;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import lbm.worker.config.Ip;
import lbm.worker.config.Proxy;
import lbm.worker.http.Status;
import lbm.worker.proxy.AnswerHead;
import lbm.worker.proxy.BodyScan;
import lbm.worker.proxy.Member;
import lbm.worker.proxy.Onward;
import lbm.worker.proxy.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client on its way to a backend, and the answer on its way back. Made once for each client's
 * connection and used for its requests one after the other.
 */
final class Exchange implements Stations.Dialer, ProxyServer.Waiter {

    private static final byte[] NOTHING = {};

    /** Room for what is added to a head. */
    static final int ROOM = 384;

    /** Why an answer does not come, or not to its end. */
    enum Loss {
        CLOSED,
        BAD,
        TIMEOUT
    }

    private enum Phase {
        NONE,
        WAITING,
        CONNECTING,
        ASKED,
        ANSWERING
    }

    private final ClientSide client;
    private final Channel channel;
    private final ProxyServer server;
    private final BodyScan content = new BodyScan();
    private final List<Member> tried = new ArrayList<>();
    private final Note note = new Note();
    private final WayBack wayBack;
    private Phase phase = Phase.NONE;
    private @Nullable Member member;
    private @Nullable Upstream upstream;
    private @Nullable ByteBuf head;
    private String cookie = "";
    private @Nullable Ip address;
    private long since;
    private boolean toHead;
    private boolean old;
    private boolean keepAlive;
    private boolean idempotent;
    private boolean upgrade;
    private boolean webSocket;
    private boolean expects;
    private boolean contentSent;
    private boolean retried;
    private boolean fresh;
    private boolean timedOut;
    private boolean last;
    private boolean anyBack;
    private long readsBefore;
    private long readsSeen;
    private long readsSince;

    Exchange(ClientSide client, Channel channel, ProxyServer server) {
        this.client = client;
        this.channel = channel;
        this.server = server;
        this.wayBack = new WayBack(channel, this::regulate);
    }

    boolean idle() {
        return phase == Phase.NONE;
    }

    /** Whether the whole request is on its way. */
    boolean sent() {
        return content.done();
    }

    /** Whether more of the request's content can be passed on now. */
    boolean wants() {
        Upstream to = upstream;
        return to != null && !content.done() && to.channel().isWritable();
    }

    /** Whether bytes of the client are of use: they can be passed on, or nothing is known yet of the next request. */
    boolean reads() {
        return content.done() || upstream == null || wants();
    }

    boolean toHead() {
        return toHead;
    }

    boolean mayUpgrade() {
        return upgrade;
    }

    AnswerHead answerHead() {
        return server.answerHead();
    }

    /** Begins with a request whose head has just been read. */
    void begin(RequestHead request, int size, Onward onward) {
        since = System.nanoTime();
        toHead = request.isHead();
        old = request.old();
        keepAlive = request.keepAlive();
        idempotent = request.idempotent();
        upgrade = request.upgrade();
        webSocket = request.webSocket();
        expects = request.expects();
        contentSent = false;
        retried = false;
        fresh = false;
        timedOut = false;
        last = false;
        wayBack.begin();
        tried.clear();
        request.body(content);
        note.begin(server, request, client.origin());
        Proxy.Sticky sticky = server.config().sticky();
        if (sticky == Proxy.Sticky.COOKIE) {
            cookie = server.cookie().of(request);
        } else if (sticky == Proxy.Sticky.ADDRESS) {
            address = server.clients().of(request, client.origin());
        }
        phase = Phase.WAITING;
        long most = server.config().limits().bodyBytes();
        if (most > 0 && request.length() > most) {
            reply(Status.TOO_LARGE);
            return;
        }
        ByteBuf out = channel.alloc().directBuffer(size + ROOM);
        onward.write(request, out);
        head = out;
        go();
    }

    /** Looks for a backend. */
    private void go() {
        Member found = choose();
        if (found == null) {
            if (!tried.isEmpty()) {
                reply(timedOut ? Status.GATEWAY_TIMEOUT : Status.BAD_GATEWAY);
            } else if (server.config().waits().queue().isZero() || !server.waits(this)) {
                reply(Status.UNAVAILABLE);
            } else {
                phase = Phase.WAITING;
            }
            return;
        }
        member = found;
        anyBack = false;
        server.fleet().began(found);
        Upstream kept = fresh ? null : server.stations().take(found, idempotent && head != null && !hasContent());
        if (kept != null) {
            ask(kept);
        } else {
            phase = Phase.CONNECTING;
            server.stations().connect(found, this);
        }
    }

    private boolean hasContent() {
        return !content.done() || contentSent;
    }

    private @Nullable Member choose() {
        return switch (server.config().sticky()) {
            case OFF -> server.fleet().pick(tried);
            case ADDRESS ->
                address == null ? server.fleet().pick(tried) : server.fleet().pick(address, tried);
            case COOKIE -> {
                Member named = cookie.isEmpty() ? null : server.fleet().named(cookie, tried);
                yield named == null ? server.fleet().pick(tried) : named;
            }
        };
    }

    @Override
    public void goOn() {
        if (phase == Phase.WAITING) {
            go();
            client.process();
        }
    }

    @Override
    public void connected(Upstream to) {
        if (phase != Phase.CONNECTING) {
            to.channel().close(); // the client has gone
            return;
        }
        server.greet(to.channel(), client.origin());
        ask(to);
        client.process();
    }

    @Override
    public void refused(Throwable cause, boolean timeout) {
        Member asked = member;
        if (phase != Phase.CONNECTING || asked == null) {
            return;
        }
        timedOut = timeout;
        left(asked);
        server.failed(asked, String.valueOf(cause.getMessage()));
        tried.add(asked);
        go();
        client.process();
    }

    /** Sends the head; the content follows as it comes. */
    private void ask(Upstream to) {
        ByteBuf out = head;
        if (out == null) {
            throw new IllegalStateException("a request is asked without its head");
        }
        to.begin(this);
        upstream = to;
        phase = Phase.ASKED;
        readsBefore = to.reads();
        readsSeen = to.moves();
        readsSince = 0;
        if (idempotent && content.done()) {
            to.channel().write(out.retainedDuplicate(), to.channel().voidPromise());
        } else {
            head = null;
            to.channel().write(out, to.channel().voidPromise());
        }
        to.channel().flush();
    }

    /** Passes on what belongs to the request's content; false: nothing more can be done with these bytes. */
    boolean send(ByteBuf in) {
        Upstream to = upstream;
        int taken = content.take(in, null);
        long most = server.config().limits().bodyBytes();
        if (taken == BodyScan.BAD || to == null || (most > 0 && content.content() > most)) {
            stop(taken == BodyScan.BAD ? Status.BAD_REQUEST : Status.TOO_LARGE);
            return false;
        }
        contentSent = true;
        to.channel().write(in.readRetainedSlice(taken), to.channel().voidPromise());
        return true;
    }

    void flushUpstream() {
        Upstream to = upstream;
        if (to != null && contentSent) {
            to.channel().flush();
        }
    }

    /** The backend takes more. */
    void writable() {
        client.process();
    }

    // ---- the answer

    /** Something before the answer (RFC 9110 §15.2). */
    void interim(AnswerHead answer) {
        anyBack = true;
        expects = false;
        if (!old) {
            ByteBuf out = channel.alloc().directBuffer(ROOM);
            answer.write(out, toHead, false, false, NOTHING);
            channel.writeAndFlush(out, channel.voidPromise());
        }
    }

    /** The head of the answer and what is there of its content; false: that is none. */
    boolean answer(AnswerHead answer, BodyScan scan, ByteBuf in) {
        anyBack = true;
        phase = Phase.ANSWERING;
        note.coding(answer);
        dropHead();
        boolean endless = answer.endless(toHead);
        // A client that was told nothing may keep its content for itself, or send it all the same.
        last = !keepAlive || (endless && old) || (expects && !content.done()) || client.lastAnswer();
        wayBack.form(answer, endless, old);
        ByteBuf out = channel.alloc().directBuffer(WayBack.room(answer, in));
        answer.write(out, toHead, old, last, added());
        return wayBack.content(out, scan, in);
    }

    /** Field lines that are ours. */
    private byte[] added() {
        Member asked = member;
        boolean sets =
                server.config().sticky() == Proxy.Sticky.COOKIE && asked != null && !cookie.equals(asked.cookie());
        byte[] via = server.viaLine();
        if (asked == null || !sets) {
            return via;
        }
        byte[] line = server.cookie().line(asked);
        byte[] both = java.util.Arrays.copyOf(line, line.length + via.length);
        System.arraycopy(via, 0, both, line.length, via.length);
        return both;
    }

    /** More of the content; false: that is none. */
    boolean content(BodyScan scan, ByteBuf in) {
        return wayBack.content(null, scan, in);
    }

    /** Reads on from the backend as fast as the client takes it. */
    void regulate() {
        Upstream from = upstream;
        if (from != null) {
            from.channel().config().setAutoRead(channel.isWritable());
        }
    }

    void flush() {
        channel.flush();
    }

    /** Gives a connection back that can be asked again. */
    void release(Upstream from) {
        from.channel().config().setAutoRead(true);
        upstream = null;
        server.stations().release(from);
    }

    /** The answer is complete. */
    void answered() {
        wayBack.end();
        Member asked = member;
        if (asked != null) {
            server.fleet().succeeded(asked);
        }
        finish();
    }

    private void finish() {
        Member asked = member;
        server.counters().answered(wayBack.status(), wayBack.bytes());
        long nanos = System.nanoTime() - since;
        server.counters().took(nanos);
        note.write(server, wayBack.status(), wayBack.bytes(), nanos);
        boolean ends = last || !content.done();
        reset();
        if (asked != null) {
            left(asked);
        }
        client.answered(ends);
    }

    private void reset() {
        phase = Phase.NONE;
        upstream = null;
        member = null;
        dropHead();
    }

    private void left(Member asked) {
        member = null;
        server.left(asked);
    }

    private void dropHead() {
        ByteBuf it = head;
        head = null;
        if (it != null) {
            it.release();
        }
    }

    // ---- what goes wrong

    /** The backend will not answer, or not to the end. */
    void lost(Upstream from, Loss why, String text) {
        Member asked = member;
        upstream = null;
        if (phase == Phase.NONE || asked == null) {
            return;
        }
        boolean silent = !anyBack && from.reads() == readsBefore;
        boolean stale = from.reused() && silent && why == Loss.CLOSED;
        if (!stale) {
            server.failed(asked, text);
        }
        if (phase == Phase.ANSWERING) {
            note.write(server, wayBack.status(), wayBack.bytes(), System.nanoTime() - since);
            server.counters().answered(wayBack.status(), wayBack.bytes());
            reset();
            left(asked);
            client.cut();
            return;
        }
        boolean again = head != null && silent && !contentSent && why == Loss.CLOSED;
        left(asked);
        if (again && stale) {
            fresh = true; // the others in the pool are as old
            go();
        } else if (again && server.config().retry() && !retried) {
            retried = true;
            tried.add(asked);
            go();
        } else {
            reply(why == Loss.TIMEOUT ? Status.GATEWAY_TIMEOUT : Status.BAD_GATEWAY);
        }
        client.process();
    }

    /** The client sent what cannot be passed on. */
    private void stop(Status with) {
        Upstream from = upstream;
        Member asked = member;
        upstream = null;
        if (from != null) {
            from.forget();
        }
        if (asked != null) {
            left(asked);
        }
        if (phase == Phase.ANSWERING) {
            reset();
            client.cut();
        } else {
            reply(with);
        }
    }

    /** Answers by ourselves. */
    private void reply(Status with) {
        wayBack.status(with.code());
        last = !keepAlive || !content.done() || client.lastAnswer();
        ByteBuf out = server.replies().write(channel.alloc(), with, toHead, old, last);
        channel.write(out, channel.voidPromise());
        finish();
    }

    /** The client is gone. */
    void abort() {
        Upstream from = upstream;
        Member asked = member;
        if (phase == Phase.NONE) {
            return;
        }
        int told = phase == Phase.ANSWERING ? wayBack.status() : Note.CLIENT_GONE;
        note.write(server, told, wayBack.bytes(), System.nanoTime() - since);
        server.waitsNoMore(this);
        reset();
        if (from != null) {
            from.forget();
        }
        if (asked != null) {
            left(asked);
        }
    }

    /** Looks at the clock every now and then. */
    void watch(long now) {
        Upstream from = upstream;
        if (phase == Phase.WAITING) {
            if (now - since > server.config().waits().queue().toNanos()) {
                server.waitsNoMore(this);
                reply(Status.UNAVAILABLE);
                client.process();
            }
        } else if (from != null && !wants() && channel.isWritable()) {
            // For its answer, or that it takes more of the content.
            if (readsSince == 0 || from.moves() != readsSeen) {
                readsSeen = from.moves();
                readsSince = now;
            } else if (now - readsSince > server.config().waits().read().toNanos()) {
                boolean begun = phase == Phase.ANSWERING;
                from.forget();
                lost(from, Loss.TIMEOUT, begun ? "the answer stands still" : "no answer in time");
            }
        } else {
            readsSince = 0; // the client is waited for: the backend's time begins anew
        }
    }

    /** The client has sent nothing for too long, or cannot be answered any more. */
    void timeout() {
        stop(Status.REQUEST_TIMEOUT);
    }

    /** Bytes of the request's content so far. */
    long received() {
        return content.content();
    }

    // ---- another protocol

    /** The backend speaks another protocol from now on, and so do we. */
    void switched(Upstream from, AnswerHead answer) {
        ByteBuf out = channel.alloc().directBuffer(ROOM + answer.size());
        answer.write(out, false, false, false, added());
        channel.writeAndFlush(out, channel.voidPromise());
        Member asked = member;
        if (asked == null) {
            throw new IllegalStateException("nobody was asked");
        }
        server.fleet().succeeded(asked);
        server.counters().answered(answer.status(), 0);
        server.counters().took(System.nanoTime() - since);
        note.write(server, answer.status(), 0, System.nanoTime() - since);
        reset();
        Tunnel tunnel = new Tunnel(channel, from.channel(), webSocket, () -> server.left(asked));
        from.begin(tunnel);
        client.begin(tunnel);
        ByteBuf rest = from.takeRest();
        if (rest != null) {
            tunnel.fromBackend(rest);
            tunnel.flushClient();
        }
        client.process();
        if (!asked.up()) {
            tunnel.leave();
        }
    }
}
