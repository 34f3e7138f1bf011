package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import java.util.List;
import lbm.worker.content.FieldLines;
import lbm.worker.content.HttpDate;

/** Writes status lines and header sections of HTTP/1.1 into buffers; shared by all connections of one event loop. */
final class AnswerWriter {

    private static final byte[] END = "\r\n".getBytes(ISO_8859_1);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(ISO_8859_1);
    private static final byte[] KEEP = "Connection: keep-alive\r\n".getBytes(ISO_8859_1);

    /** Status line, date and connection fit. */
    private static final int ROOM = 128;

    private final Clock clock = new Clock();

    /** The current {@code Date} (RFC 9110 §6.6.1), made once a second. */
    static final class Clock {

        private long second = -1;
        private AsciiString ascii = AsciiString.EMPTY_STRING;
        private byte[] line = {};

        private void look() {
            long now = System.currentTimeMillis() / 1000;
            if (now != second) {
                second = now;
                String date = HttpDate.format(now);
                ascii = AsciiString.of(date);
                line = ("Date: " + date + "\r\n").getBytes(ISO_8859_1);
            }
        }

        AsciiString date() {
            look();
            return ascii;
        }

        byte[] line() {
            look();
            return line;
        }
    }

    /** How the connection goes on after an answer, and what the client must be told about it. */
    enum After {
        /** HTTP/1.1 goes on by itself. */
        GO_ON,
        /** HTTP/1.0 wants to hear it. */
        GO_ON_SAID,
        CLOSE
    }

    /** The {@code Date} of now; other versions of HTTP write it themselves. */
    AsciiString asciiDate() {
        return clock.date();
    }

    /**
     * Everything of an answer before its content.
     *
     * @param room bytes to leave free behind it
     */
    ByteBuf head(ByteBufAllocator memory, Answer answer, After after, int room) {
        List<FieldLines> fields = answer.fields();
        int size = ROOM + room;
        for (int i = 0; i < fields.size(); i++) {
            size += fields.get(i).bytes().length;
        }
        ByteBuf out = memory.directBuffer(size);
        ByteBufUtil.writeAscii(out, answer.status().line());
        out.writeBytes(clock.line());
        for (int i = 0; i < fields.size(); i++) {
            out.writeBytes(fields.get(i).bytes());
        }
        switch (after) {
            case GO_ON -> {}
            case GO_ON_SAID -> out.writeBytes(KEEP);
            case CLOSE -> out.writeBytes(CLOSE);
        }
        return out.writeBytes(END);
    }
}
