package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** A client of HTTP/2 that sends any frame it likes (RFC 9113 §4.1). */
final class RawStreams implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    /** A frame that came. */
    static final class Frame {
        final int type;
        final int flags;
        final int stream;
        final byte[] payload;

        Frame(int type, int flags, int stream, byte[] payload) {
            this.type = type;
            this.flags = flags;
            this.stream = stream;
            this.payload = payload;
        }

        int number(int at) {
            return Unpooled.wrappedBuffer(payload).getInt(at);
        }

        @Override
        public String toString() {
            return "type " + type + " flags " + flags + " stream " + stream + ", " + payload.length + " bytes";
        }
    }

    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    RawStreams(int port, byte... settings) throws Exception {
        socket = TlsClients.connect(port, "", List.of("TLSv1.3"), "h2");
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("no h2");
        }
        in = new DataInputStream(socket.getInputStream());
        out = new java.io.BufferedOutputStream(socket.getOutputStream(), 32 * 1024);
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, settings);
        out.flush();
    }

    RawStreams frame(int type, int flags, int stream, byte... payload) throws IOException {
        out.write(new byte[] {
            (byte) (payload.length >> 16),
            (byte) (payload.length >> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags
        });
        number(stream);
        out.write(payload);
        return this;
    }

    private void number(int value) throws IOException {
        out.write(new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }

    RawStreams flush() throws IOException {
        out.flush();
        return this;
    }

    /** Names and values; those of a plain GET where nothing is said. */
    byte[] block(String... namesAndValues) throws Exception {
        DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
        if (namesAndValues.length == 0) {
            headers.method("GET").path("/").scheme("https").authority("x.test");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, block);
        byte[] bytes = new byte[block.readableBytes()];
        block.readBytes(bytes);
        return bytes;
    }

    RawStreams get(int stream, String... namesAndValues) throws Exception {
        return frame(HEADERS, END_HEADERS | END_STREAM, stream, block(namesAndValues))
                .flush();
    }

    /** The next frame; settings are acknowledged on the way. */
    Frame next() throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        Frame frame = new Frame(type, flags, stream, in.readNBytes(length));
        if (type == SETTINGS && (flags & ACK) == 0) {
            frame(SETTINGS, ACK, 0).flush();
        }
        return frame;
    }

    /** The next frame of a type, whatever comes before it. */
    Frame next(int type) throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.type == type && !(type == SETTINGS && (frame.flags & ACK) != 0)) {
                return frame;
            }
        }
    }

    Http2Headers headers() throws Exception {
        Frame frame = next(HEADERS);
        return decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
    }

    String status() throws Exception {
        return String.valueOf(headers().status());
    }

    /** Content of the answer whose header section has just come. */
    byte[] content() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Frame frame;
        do {
            frame = next(DATA);
            bytes.writeBytes(frame.payload);
        } while ((frame.flags & END_STREAM) == 0);
        return bytes.toByteArray();
    }

    /** Error of the GOAWAY that ends the connection; -1: it ended without a word. */
    int end() throws IOException {
        int error = -1;
        try {
            while (true) {
                Frame frame = next();
                if (frame.type == GOAWAY) {
                    error = frame.number(4);
                }
            }
        } catch (EOFException | java.net.SocketException | javax.net.ssl.SSLException e) {
            return error; // closed, perhaps on what was still being sent
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
