package lbm.worker.proxy.io;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lbm.worker.proxy.Member;
import org.jspecify.annotations.Nullable;

/** Every connection to one backend. */
final class Station {

    final Member member;
    final InetSocketAddress address;
    private final Deque<Upstream> idle = new ArrayDeque<>();
    private final Set<Upstream> all = new LinkedHashSet<>();
    private boolean gone;

    Station(Member member) {
        this.member = member;
        this.address = new InetSocketAddress(member.host(), member.port());
    }

    void add(Upstream upstream) {
        all.add(upstream);
    }

    void remove(Upstream upstream) {
        all.remove(upstream);
        if (upstream.pooled()) {
            idle.remove(upstream);
        }
    }

    /** One to ask again, the last that was asked: the others may become too old. */
    @Nullable
    Upstream take(long usedSince) {
        Upstream found = idle.peekFirst();
        if (found == null
                || found.idleSince() - usedSince < 0
                || !found.channel().isActive()) {
            return null;
        }
        idle.removeFirst();
        return found;
    }

    /** Keeps one, or not; tells which. */
    boolean keep(Upstream upstream, int most) {
        if (gone || !member.up() || idle.size() >= most) {
            return false;
        }
        idle.addFirst(upstream);
        return true;
    }

    /** Closes those that have been idle for too long. */
    void sweep(long now) {
        while (!idle.isEmpty() && idle.peekLast().tooOld(now)) {
            idle.removeLast().channel().close();
        }
    }

    void closeIdle() {
        for (Upstream upstream : List.copyOf(idle)) {
            upstream.channel().close();
        }
    }

    /** It is in no list any more: cuts everything. */
    void cut() {
        gone = true;
        for (Upstream upstream : new ArrayList<>(all)) {
            upstream.channel().close();
        }
    }

    boolean gone() {
        return gone;
    }

    /** WebSockets end in order, each at its own moment. */
    void leave(long spreadMillis) {
        for (Upstream upstream : new ArrayList<>(all)) {
            upstream.leave(spreadMillis);
        }
    }
}
