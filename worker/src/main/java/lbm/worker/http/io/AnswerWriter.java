package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import lbm.worker.content.Heads;
import lbm.worker.content.HttpDate;
import lbm.worker.content.Representation;
import lbm.worker.content.Selection;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;

/** Writes status lines and headers into buffers; shared by all connections of one event loop. */
final class AnswerWriter {

    private static final byte[] END = "\r\n".getBytes(ISO_8859_1);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(ISO_8859_1);
    private static final byte[] KEEP = "Connection: keep-alive\r\n".getBytes(ISO_8859_1);

    /** Status line, date, connection and the longest cache rule fit. */
    private static final int ROOM = 320;

    private long second = -1;
    private byte[] date = {};

    /** How the connection goes on after an answer, and what the client must be told about it. */
    enum After {
        /** HTTP/1.1 goes on by itself. */
        GO_ON,
        /** HTTP/1.0 wants to hear it. */
        GO_ON_SAID,
        CLOSE
    }

    /** The head of a file's answer; its body follows unless the request was HEAD or there is none. */
    ByteBuf head(ByteBufAllocator memory, Representation file, Heads heads, Selection part, After after, int body) {
        ByteBuf out = memory.directBuffer(ROOM + heads.size() + body);
        if (part instanceof Selection.Whole) {
            start(out, Status.OK);
            heads.writeWhole(out::writeBytes);
        } else if (part instanceof Selection.Part range) {
            start(out, Status.PARTIAL);
            heads.writeCommon(out::writeBytes);
            long last = range.from() + range.length() - 1;
            text(
                    out,
                    "Content-Range: bytes " + range.from() + "-" + last + "/" + file.length() + "\r\nContent-Length: "
                            + range.length() + "\r\n");
        } else {
            start(out, Status.NOT_MODIFIED);
            heads.writeValidators(out::writeBytes);
        }
        end(out, after);
        return out;
    }

    /** A whole answer that is no file. */
    ByteBuf reply(ByteBufAllocator memory, Reply reply, boolean head, After after) {
        byte[] body = reply.bytes();
        ByteBuf out = memory.directBuffer(ROOM + body.length);
        start(out, reply.status());
        for (String line : reply.lines()) {
            text(out, line + "\r\n");
        }
        // 204 has no content and must not announce a length (RFC 9110 §8.6).
        if (reply.status() != Status.NO_CONTENT) {
            text(
                    out,
                    "Content-Type: " + reply.type() + "\r\nX-Content-Type-Options: nosniff\r\nContent-Length: "
                            + body.length + "\r\n");
        }
        end(out, after);
        if (!head) {
            out.writeBytes(body);
        }
        return out;
    }

    private void start(ByteBuf out, Status status) {
        ByteBufUtil.writeAscii(out, status.line());
        out.writeBytes(date());
    }

    private static void end(ByteBuf out, After after) {
        switch (after) {
            case GO_ON -> {}
            case GO_ON_SAID -> out.writeBytes(KEEP);
            case CLOSE -> out.writeBytes(CLOSE);
        }
        out.writeBytes(END);
    }

    private byte[] date() {
        long now = System.currentTimeMillis() / 1000;
        if (now != second) {
            second = now;
            date = ("Date: " + HttpDate.format(now) + "\r\n").getBytes(ISO_8859_1);
        }
        return date;
    }

    private static void text(ByteBuf out, String text) {
        out.writeCharSequence(text, ISO_8859_1);
    }
}
