package lbm.manager.health.io;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import lbm.manager.health.Probe;
import lbm.manager.health.Result;

/**
 * One GET on a connection of its own. The status is the answer; the body is read and thrown away, up to a limit, so that
 * a program that writes it meets no reset.
 */
final class HttpQuestion extends TcpQuestion {

    private static final int MOST_BODY = 1 << 16;
    private static final int FIRST_FINAL = 200;
    private static final int FIRST_BAD = 400;

    private final Probe.Http probe;
    private boolean answered;

    HttpQuestion(IoEventLoop loop, Duration timeout, Consumer<Result> answer, Names names, Probe.Http probe) {
        super(loop, timeout, answer, names, probe.host(), probe.port());
        this.probe = probe;
    }

    @Override
    void fill(ChannelPipeline pipeline) {
        if (probe.tls()) {
            try {
                pipeline.addLast(tls().newHandler(pipeline.channel().alloc(), probe.host(), probe.port()));
            } catch (SSLException e) {
                tell(Result.unasked("TLS: " + e.getMessage()));
            }
        }
        pipeline.addLast(new HttpClientCodec(), new Listener());
    }

    /** Whose certificate it is does not matter to whether it is well. */
    private static SslContext tls() throws SSLException {
        return SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    @Override
    void connected(Channel open) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, probe.path());
        request.headers()
                .set(HttpHeaderNames.HOST, probe.authority())
                .set(HttpHeaderNames.USER_AGENT, "lbm-check")
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.CONNECTION, "close");
        open.writeAndFlush(request);
    }

    /** The connection is the listener's to close once there was an answer. */
    @Override
    void release() {
        if (!answered) {
            super.release();
        }
    }

    private void status(int code) {
        answered = true;
        if (code < FIRST_BAD) {
            well();
        } else {
            bad("status " + code);
        }
    }

    /** Last in the pipeline. */
    private final class Listener extends SimpleChannelInboundHandler<HttpObject> {
        private int body;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (part.decoderResult().isFailure()) {
                bad("no HTTP answer");
                ctx.close();
                return;
            }
            if (part instanceof HttpResponse response && response.status().code() >= FIRST_FINAL && !over()) {
                status(response.status().code());
                var unused = loop.schedule(() -> ctx.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (part instanceof HttpContent content) {
                body += content.content().readableBytes();
            }
            if (answered && (part instanceof LastHttpContent || body > MOST_BODY)) {
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            bad("closed without an answer");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            bad(
                    cause instanceof javax.net.ssl.SSLException || cause.getCause() instanceof SSLException
                            ? "no TLS answer"
                            : "closed without an answer");
            ctx.close();
        }
    }
}
