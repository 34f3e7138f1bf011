package lbm.manager.logs;

import java.nio.ByteBuffer;

/**
 * Bytes to be written, in memory that grows for a long line and shrinks after it. Not safe for two threads.
 */
public final class OutBuffer {

    /** Kept between batches. */
    public static final int USUAL = 1 << 18;

    private ByteBuffer bytes;

    private OutBuffer(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Memory outside the heap, with an address. */
    public static OutBuffer direct() {
        return new OutBuffer(ByteBuffer.allocateDirect(USUAL));
    }

    /** Memory in the heap, for one line. */
    public static OutBuffer heap(int size) {
        return new OutBuffer(ByteBuffer.allocate(size));
    }

    public void put(byte[] from) {
        room(from.length);
        bytes.put(from);
    }

    public void put(byte one) {
        room(1);
        bytes.put(one);
    }

    public void put(ByteBuffer from, int at, int length) {
        room(length);
        bytes.put(bytes.position(), from, at, length);
        bytes.position(bytes.position() + length);
    }

    private void room(int more) {
        if (bytes.remaining() < more) {
            long wanted = Math.max(bytes.capacity() * 2L, (long) bytes.position() + more);
            int size = Math.toIntExact(wanted);
            ByteBuffer larger = bytes.isDirect() ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
            larger.put(bytes.flip());
            bytes = larger;
        }
    }

    public int size() {
        return bytes.position();
    }

    /** A copy of some bytes. */
    public byte[] copy(int from, int to) {
        byte[] copy = new byte[to - from];
        bytes.get(from, copy);
        return copy;
    }

    /** The memory from its first byte; valid until the next change. */
    public ByteBuffer memory() {
        return bytes;
    }

    /** Empties it. */
    public void clear() {
        bytes = bytes.capacity() > 2 * USUAL ? ByteBuffer.allocateDirect(USUAL) : bytes.clear();
    }
}
