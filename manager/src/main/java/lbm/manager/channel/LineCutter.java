package lbm.manager.channel;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts a stream of bytes into its lines. */
public final class LineCutter {

    /** Longer lines are nothing a program says to its manager. */
    public static final int LONGEST = 1 << 20;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /**
     * The lines that these bytes complete, without their ends.
     *
     * @throws TooLong a line has grown beyond {@link #LONGEST}
     */
    public List<byte[]> add(byte[] bytes, int count) throws TooLong {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                begun.write(bytes, from, i - from);
                lines.add(begun.toByteArray());
                begun.reset();
                from = i + 1;
            }
        }
        begun.write(bytes, from, count - from);
        if (begun.size() > LONGEST) {
            throw new TooLong();
        }
        return lines;
    }

    /** Whether the beginning of a line is here and its end is not. */
    public boolean withinLine() {
        return begun.size() > 0;
    }

    /** A line without an end. */
    public static final class TooLong extends Exception {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("a line of more than " + LONGEST + " bytes");
        }
    }
}
