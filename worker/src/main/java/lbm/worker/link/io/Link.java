package lbm.worker.link.io;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lbm.worker.link.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's end of the link: finds a manager, keeps in touch, and looks for the next one when it is gone. A manager
 * that comes after another listens at the same path.
 */
public final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final long FIRST_RETRY_MILLIS = 100;
    private static final long LAST_RETRY_MILLIS = 1000;

    private final EventLoop loop;
    private final DomainSocketAddress address;
    private final LinkEvents events;
    private Optional<Session> session = Optional.empty();
    private Optional<Heart> heart = Optional.empty();
    private long retryMillis = FIRST_RETRY_MILLIS;
    private boolean wanted;

    public Link(EventLoop loop, Path socket, LinkEvents events) {
        this.loop = loop;
        this.address = new DomainSocketAddress(socket.toString());
        this.events = events;
    }

    /** Looks for a manager, for as long as it takes. */
    public void open() {
        wanted = true;
        connect();
    }

    /** Looks for no other manager once this one is gone. */
    public void last() {
        wanted = false;
    }

    private void connect() {
        if (!wanted) {
            return;
        }
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(EpollDomainSocketChannel.class)
                // After a failed write the rest is still read: it may hold acknowledgements.
                .option(ChannelOption.AUTO_CLOSE, false)
                // Empty until connected: the session is made with the peer's credentials, which exist from then on.
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address);
        connecting.addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                begin((EpollDomainSocketChannel) done.channel());
            } else {
                later();
            }
        });
    }

    private void begin(EpollDomainSocketChannel channel) {
        try {
            Session begun = new Session(loop, channel, events, this::ended);
            session = Optional.of(begun);
            LinkPipeline.install(channel.pipeline(), message -> heard(begun, message));
            begun.say(events.hello());
        } catch (IOException e) {
            LOG.warn("the manager is not known: {}", e.toString());
            channel.close();
            later();
        }
    }

    private void later() {
        loop.schedule(this::connect, retryMillis, TimeUnit.MILLISECONDS);
        retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
    }

    private void heard(Session from, Message message) {
        if (message instanceof Message.Pulse) {
            heart.ifPresent(Heart::pulse);
        } else if (message instanceof Message.Drain
                || message instanceof Message.Leaving
                || message instanceof Message.Backends
                || message instanceof Message.Refused) {
            from.heard(message);
            events.told(message);
        } else {
            if (message instanceof Message.Welcome welcome && heart.isEmpty()) {
                retryMillis = FIRST_RETRY_MILLIS;
                heart = Optional.of(new Heart(loop, welcome.heartbeatMillis(), from, events));
            }
            from.heard(message);
        }
    }

    /** Says something to the manager, if there is one. */
    public void say(Message message) {
        session.ifPresent(it -> it.say(message));
    }

    /** Says the last thing, then calls {@code then}, whether or not it was heard. */
    public void sayLast(Message message, Runnable then) {
        session.ifPresentOrElse(it -> it.say(message).addListener(written -> then.run()), then);
    }

    /** Whether a manager is there and every lane is up. */
    public boolean joined() {
        return session.isPresent() && session.get().joined();
    }

    /** Whether a connection of this listener can be given to the manager now. */
    public boolean carries(String lane) {
        return session.isPresent() && session.get().carries(lane);
    }

    /** Gives a connection to the manager. Its copy stays open until {@link Traveller#arrived}. */
    public void send(String lane, Traveller traveller) {
        session.ifPresentOrElse(it -> it.send(lane, traveller), traveller::returned);
    }

    /** Takes no more descriptors for a while; they wait in the lanes and stay the manager's. */
    public void pause(boolean paused) {
        session.ifPresent(it -> it.pause(paused));
    }

    private void ended() {
        heart.ifPresent(Heart::stop);
        heart = Optional.empty();
        session = Optional.empty();
        later();
    }
}
