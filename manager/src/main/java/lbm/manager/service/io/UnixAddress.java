package lbm.manager.service.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** {@code struct sockaddr_un} of Linux. */
final class UnixAddress {
    private static final short AF_UNIX = 1;

    private UnixAddress() {}

    /**
     * Family, then the path with its ending NUL; an abstract name ({@code @name}) has a NUL in front and none behind.
     *
     * @param name absolute path, or {@code @} and an abstract name
     */
    static byte[] of(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = text[0] == '@';
        ByteBuffer address = ByteBuffer.allocate(2 + text.length + (isAbstract ? 0 : 1));
        address.order(ByteOrder.nativeOrder()).putShort(AF_UNIX).put(text);
        if (isAbstract) {
            address.put(2, (byte) 0);
        }
        return address.array();
    }
}
