package lbm.worker.link.io;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lbm.worker.link.Message;
import lbm.worker.link.Received;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link and its lanes, from connected to lost. Ends once, as a whole: a link without its lanes, or lanes without
 * their link, would leave descriptors nobody can acknowledge.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** How long a manager may take to read to the end and close once we have shut our side. */
    private static final long GRACE_MILLIS = 1000;

    private final EventLoop loop;
    private final Channel channel;
    private final LinkEvents events;
    private final Runnable whenEnded;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Undecided undecided;
    private boolean welcomed;
    private boolean joined;
    private boolean refused;
    private boolean closing;
    private boolean ended;

    Session(EventLoop loop, EpollDomainSocketChannel channel, LinkEvents events, Runnable whenEnded)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.events = events;
        this.whenEnded = whenEnded;
        PeerProcess manager = PeerProcess.of(channel.peerCredentials().pid());
        this.undecided = new Undecided(loop, manager, events);
        channel.closeFuture().addListener(closed -> end());
    }

    ChannelFuture say(Message message) {
        return LinkPipeline.say(channel, message);
    }

    boolean joined() {
        return joined && !closing;
    }

    /** Whether the kernel still takes lines. */
    boolean writable() {
        return channel.isWritable();
    }

    /** Messages that are about the session itself. */
    void heard(Message message) {
        if (message instanceof Message.Welcome welcome && !welcomed) {
            welcomed = true;
            welcome.lanes().forEach(this::connect);
            checkJoined();
        } else if (message instanceof Message.Ack ack) {
            Lane lane = lanes.get(ack.lane());
            if (lane != null) {
                lane.acknowledged(ack.count());
            }
        } else if (message instanceof Message.Refused) {
            refused = true;
        }
    }

    private void connect(Message.Lane spec) {
        Lane lane = new Lane(spec, events.holds(spec.name()), this);
        lanes.put(spec.name(), lane);
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(EpollDomainSocketChannel.class)
                .option(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
                .handler(lane)
                .connect(new DomainSocketAddress(spec.path()));
        connecting.addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                broken("lane " + spec.name(), done.cause());
                close();
            } else if (ended) {
                done.channel().close();
            }
        });
    }

    void laneUp() {
        checkJoined();
    }

    private void checkJoined() {
        if (welcomed && !joined && !ended && lanes.values().stream().allMatch(Lane::up)) {
            joined = true;
            events.joined();
        }
    }

    void listenerArrived(String name, FileDescriptor listener) {
        events.listenerArrived(name, listener);
        checkJoined();
    }

    Traveller listenerOf(String name) {
        return events.listener(name);
    }

    /**
     * Tells the manager that a batch is ours. Only when the kernel has taken the line are its connections read: from
     * then on the manager learns of it even if this process dies, and it may close its copies.
     */
    void acknowledge(String lane, Received.Batch<FileDescriptor> batch) {
        say(new Message.Ack(lane, batch.count())).addListener(written -> {
            for (FileDescriptor descriptor : batch.items()) {
                if (written.isSuccess()) {
                    events.handedOff(lane, descriptor);
                } else {
                    undecided.hold(lane, descriptor);
                }
            }
        });
    }

    void broken(String what, Throwable cause) {
        LOG.warn("{} is closed: {}", what, cause.toString());
    }

    void laneLost() {
        close();
    }

    /** Whether a connection of this lane may be given away now. */
    boolean carries(String lane) {
        return joined() && lanes.containsKey(lane);
    }

    void send(String lane, Traveller traveller) {
        Lane it = lanes.get(lane);
        if (it == null) {
            traveller.returned();
        } else {
            it.send(traveller);
        }
    }

    void pause(boolean paused) {
        lanes.values().forEach(lane -> lane.pause(paused));
    }

    /**
     * Ends the session from this side: shuts the writing half first and reads on, so that no acknowledgement the
     * manager has written is lost, then closes.
     */
    void close() {
        if (closing || ended) {
            return;
        }
        closing = true;
        ((DuplexChannel) channel).shutdownOutput();
        var timeout = loop.schedule(() -> channel.close(), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timeout.cancel(false));
    }

    private void end() {
        ended = true;
        List<Lane> all = new ArrayList<>(lanes.values());
        all.forEach(lane -> lane.end(refused));
        undecided.end(refused);
        whenEnded.run();
        events.lost();
    }
}
