package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** Lines that a proxy writes again and again. */
final class Writing {

    static final byte[] END = ascii("\r\n");
    static final byte[] VERSION = ascii("HTTP/1.1");
    static final byte[] VERSION_END = ascii(" HTTP/1.1\r\n");
    static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    static final byte[] CLOSE = ascii("Connection: close\r\n");
    static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = ascii("Connection: upgrade\r\nUpgrade: ");

    private Writing() {}

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    /** The upgrade that a message names, if it does. */
    static void upgrade(ByteBuf out, Fields fields) {
        int i = fields.find(Known.UPGRADE, 0);
        if (i >= 0) {
            out.writeBytes(UPGRADE);
            out.writeBytes(fields.bytes, fields.valueAt(i), fields.valueEnd(i) - fields.valueAt(i));
            out.writeBytes(END);
        }
    }
}
