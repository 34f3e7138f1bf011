package lbm.worker.http.io;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/** Frames of HTTP/2 (RFC 9113) with guards against clients that abuse them. Behind TLS, last in the pipeline. */
final class Http2Handler extends Http2ConnectionHandler {

    /** As nginx and Apache have about: a page's files at once. */
    static final int STREAMS = 100;

    /** Streams that a client may take back in a window of time (CVE-2023-44487), and that it may have us reset. */
    private static final int RESETS = 200;

    private static final int RESET_SECONDS = 10;

    /** Acknowledgements a client may let pile up without reading them (CVE-2019-9512, -9514, -9515). */
    private static final int QUEUED = 1000;

    /** Data frames with nothing in them, in a row (CVE-2019-9518). */
    private static final int EMPTY = 10;

    /** Header sections in tiny pieces (CVE-2024-27316). */
    private static final int SMALL_CONTINUATIONS = 16;

    private Http2Handler(Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        // An end is an end: streams that shall be waited for are waited for before it is asked for.
        super(decoder, encoder, settings, true, true);
    }

    /**
     * A handler for a connection whose client has chosen HTTP/2.
     *
     * @param headerBytes longest header section, as RFC 9113 §6.5.2 counts it
     */
    static Http2Handler of(Http2FrameListener listener, int headerBytes) {
        return new Builder(listener, headerBytes).build();
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<Http2Handler, Builder> {

        Builder(Http2FrameListener listener, int headerBytes) {
            DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
            // Settings bind a client only once it has acknowledged them; the limit holds from the start.
            connection.remote().maxActiveStreams(STREAMS);
            // Priorities as RFC 7540 had them are history (RFC 9113 §5.3.2): everybody gets the same share.
            UniformStreamByteDistributor share = new UniformStreamByteDistributor(connection);
            connection.remote().flowController(new DefaultHttp2RemoteFlowController(connection, share));
            connection(connection);
            initialSettings(Http2Settings.defaultSettings()
                    .maxConcurrentStreams(STREAMS)
                    .maxHeaderListSize(headerBytes)
                    .pushEnabled(false));
            frameListener(listener);
            validateHeaders(true);
            decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY);
            decoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS);
            encoderEnforceMaxRstFramesPerWindow(RESETS, RESET_SECONDS);
            decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS);
            encoderEnforceMaxQueuedControlFrames(QUEUED);
        }

        @Override
        protected Http2Handler build() {
            return super.build();
        }

        @Override
        protected Http2Handler build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            // A server that pushes nothing does not speak of it (RFC 9113 §6.5.2).
            settings.remove(io.netty.handler.codec.http2.Http2CodecUtil.SETTINGS_ENABLE_PUSH);
            return new Http2Handler(decoder, encoder, settings);
        }
    }
}
