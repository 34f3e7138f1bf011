package lbm.manager.health.io;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads a pipe and keeps its last line that is not blank. */
final class LastLine {

    private static final int BLOCK = 1 << 13;

    /** A whole pipe; what a survivor writes for ever is not read for ever. */
    private static final int MOST_BLOCKS = 160;

    private static final int LONGEST = 200;

    private final FileDescriptor pipe;
    private final StringBuilder line = new StringBuilder();
    private String last = "";

    /** @param pipe non-blocking, owned by this from now on */
    LastLine(int pipe) {
        this.pipe = new FileDescriptor(pipe);
    }

    /** Takes what the pipe holds now. */
    void read() {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        try {
            for (int i = 0; i < MOST_BLOCKS; i++) {
                int got = pipe.read(block, 0, BLOCK);
                if (got <= 0) {
                    return;
                }
                byte[] bytes = new byte[got];
                block.get(0, bytes);
                take(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return; // What was read so far is what there is.
        }
    }

    private void take(String text) {
        text.chars().forEach(c -> {
            if (c == '\n' || c == '\r') {
                end();
            } else if (line.length() < LONGEST) {
                line.append(Character.isISOControl(c) ? ' ' : (char) c);
            }
        });
    }

    private void end() {
        String whole = line.toString().strip();
        last = whole.isEmpty() ? last : whole;
        line.setLength(0);
    }

    /** Without control characters, at most 200 characters; empty: nothing was said. */
    String text() {
        String rest = line.toString().strip();
        return rest.isEmpty() ? last : rest;
    }

    void close() {
        try {
            pipe.close();
        } catch (IOException e) {
            line.setLength(0); // close(2) gave the descriptor back all the same.
        }
    }
}
