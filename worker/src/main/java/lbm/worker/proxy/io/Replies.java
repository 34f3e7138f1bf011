package lbm.worker.proxy.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import lbm.worker.content.HttpDate;
import lbm.worker.http.Status;

/** Answers that no backend gave. */
final class Replies {

    private static final int ROOM = 512;
    private static final int RETRY_SECONDS = 5;

    ByteBuf write(ByteBufAllocator memory, Status status, boolean toHead, boolean old, boolean close) {
        byte[] body = (status.text() + "\n").getBytes(ISO_8859_1);
        ByteBuf out = memory.directBuffer(ROOM);
        ByteBufUtil.writeAscii(out, status.line());
        ByteBufUtil.writeAscii(out, "Date: " + HttpDate.format(System.currentTimeMillis() / 1000) + "\r\n");
        ByteBufUtil.writeAscii(out, "Content-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n");
        ByteBufUtil.writeAscii(out, "Content-Length: " + body.length + "\r\n");
        if (status == Status.UNAVAILABLE) {
            ByteBufUtil.writeAscii(out, "Retry-After: " + RETRY_SECONDS + "\r\n");
        }
        if (close) {
            ByteBufUtil.writeAscii(out, "Connection: close\r\n");
        } else if (old) {
            ByteBufUtil.writeAscii(out, "Connection: keep-alive\r\n");
        }
        ByteBufUtil.writeAscii(out, "\r\n");
        return toHead ? out : out.writeBytes(body);
    }
}
