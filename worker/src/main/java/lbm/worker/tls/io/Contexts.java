package lbm.worker.tls.io;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import lbm.worker.config.Tls;
import lbm.worker.tls.Pair;
import lbm.worker.tls.ServerNames;

/** Every certificate of the app, ready for handshakes. Connections that began with an older set go on with it. */
public final class Contexts {

    /** A client that has not finished by then is cut off: it costs no worker anything to wait, but a descriptor. */
    private static final long HANDSHAKE_MILLIS = 10_000;

    /** The largest ClientHello that is looked into for its server name; those in use have some 2 KB. */
    private static final int HELLO_BYTES = 16 * 1024;

    /** A client that takes nothing does not learn that it is the end. */
    private static final long GOODBYE_MILLIS = 500;

    /** As long as ticket keys live. */
    private static final int SESSION_SECONDS = 24 * 60 * 60;

    /** Forward secrecy and authenticated encryption only; what RFC 9113 Appendix A forbids is not among them. */
    private static final List<String> CIPHERS = Http2SecurityUtil.CIPHERS;

    private final List<SslContext> contexts;
    private final ServerNames names;

    private Contexts(List<SslContext> contexts, ServerNames names) {
        this.contexts = contexts;
        this.names = names;
    }

    /**
     * Contexts of pairs in the order of the file.
     *
     * @throws SSLException the engine takes one of them not
     */
    static Contexts of(List<Pair> pairs, Tls config, SslProvider provider) throws SSLException {
        List<SslContext> contexts = new ArrayList<>();
        for (Pair pair : pairs) {
            contexts.add(context(pair, config, provider));
        }
        return new Contexts(
                contexts, new ServerNames(pairs.stream().map(Pair::names).toList()));
    }

    private static SslContext context(Pair pair, Tls config, SslProvider provider) throws SSLException {
        SslContext context = SslContextBuilder.forServer(
                        pair.key(), pair.chain().toArray(new X509Certificate[0]))
                .sslProvider(provider)
                .protocols(config.minimum().equals("1.3") ? List.of("TLSv1.3") : List.of("TLSv1.3", "TLSv1.2"))
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        config.http2()
                                ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
                                : List.of(ApplicationProtocolNames.HTTP_1_1)))
                .sessionTimeout(SESSION_SECONDS)
                .build();
        if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
            // Tickets carry the session; a cache of this one worker would only cost memory.
            sessions.setSessionCacheEnabled(false);
        }
        return context;
    }

    /** Seals with the first key from now on, opens what any of them has sealed. The JDK's engine keeps its own. */
    void tickets(List<byte[]> keys) {
        OpenSslSessionTicketKey[] all = keys.stream().map(Contexts::ticketKey).toArray(OpenSslSessionTicketKey[]::new);
        for (SslContext context : contexts) {
            if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
                sessions.setTicketKeys(all);
            }
        }
    }

    private static OpenSslSessionTicketKey ticketKey(byte[] secret) {
        int name = OpenSslSessionTicketKey.NAME_SIZE;
        int hmac = name + OpenSslSessionTicketKey.HMAC_KEY_SIZE;
        int aes = hmac + OpenSslSessionTicketKey.AES_KEY_SIZE;
        return new OpenSslSessionTicketKey(
                Arrays.copyOfRange(secret, 0, name),
                Arrays.copyOfRange(secret, name, hmac),
                Arrays.copyOfRange(secret, hmac, aes));
    }

    /** First in the pipeline of a fresh connection. */
    public ChannelHandler handler(ByteBufAllocator memory) {
        if (contexts.size() == 1) {
            return tuned(contexts.get(0).newHandler(memory));
        }
        return new SniHandler(name -> contexts.get(names.choose(name)), HELLO_BYTES, HANDSHAKE_MILLIS) {
            @Override
            protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
                return tuned(super.newSslHandler(context, allocator));
            }
        };
    }

    private static SslHandler tuned(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        handler.setCloseNotifyFlushTimeoutMillis(GOODBYE_MILLIS);
        return handler;
    }

    /** Nobody new is shown these; native memory goes when the last connection that began with them ends. */
    void release() {
        contexts.forEach(ReferenceCountUtil::release);
    }
}
