package lbm.worker.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits. IPv4 is {@code ::ffff:a.b.c.d} (RFC 4291 §2.5.5.2), so that an IPv4 client is the same one
 * on a socket that takes both.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record Ip(long high, long low) {

    /** Bits of an address. */
    public static final int BITS = 128;

    /** Bits before an IPv4 address. */
    static final int MAPPED_BITS = 96;

    private static final long MAPPED = 0xffffL << 32;
    private static final int GROUPS = 8;

    /** The address of a socket. */
    public static Ip of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return v4(Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Ip(in.getLong(), in.getLong());
    }

    private static Ip v4(long number) {
        return new Ip(0, MAPPED | number);
    }

    /**
     * The address of a text: {@code 192.0.2.1} without leading zeros, or the forms of RFC 4291 §2.2. Nothing is looked
     * up; names, zones, brackets and ports are no addresses.
     *
     * @return null when the text is none
     */
    public static @Nullable Ip parse(String text) {
        if (text.indexOf(':') < 0) {
            long number = dotted(text);
            return number < 0 ? null : v4(number);
        }
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int end = text.indexOf(':', at);
            String group = end < 0 ? text.substring(at) : text.substring(at, end);
            if (end < 0 && group.indexOf('.') >= 0) {
                long number = dotted(group);
                if (number < 0 || count > GROUPS - 2) {
                    return null;
                }
                groups[count++] = (int) (number >>> 16);
                groups[count++] = (int) (number & 0xffff);
                break;
            }
            int value = hex(group);
            if (value < 0 || count == GROUPS) {
                return null;
            }
            groups[count++] = value;
            if (end < 0) {
                break;
            }
            at = end + 1;
            if (at == text.length()) {
                return null; // ends with one colon
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at++;
            }
        }
        // "::" stands for at least one group.
        if (gap < 0 ? count != GROUPS : count == GROUPS) {
            return null;
        }
        return joined(groups, count, gap);
    }

    private static Ip joined(int[] groups, int count, int gap) {
        int zeros = GROUPS - count;
        long high = 0;
        long low = 0;
        for (int i = 0; i < GROUPS; i++) {
            boolean inGap = gap >= 0 && i >= gap && i < gap + zeros;
            long value = inGap ? 0 : groups[gap >= 0 && i >= gap ? i - zeros : i];
            if (i < GROUPS / 2) {
                high = high << 16 | value;
            } else {
                low = low << 16 | value;
            }
        }
        return new Ip(high, low);
    }

    private static int hex(String group) {
        if (group.isEmpty() || group.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static long dotted(String text) {
        long number = 0;
        int part = -1;
        int parts = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (part < 0 || ++parts > 4) {
                    return -1;
                }
                number = number << 8 | part;
                part = -1;
            } else if (c < '0' || c > '9' || part == 0) {
                return -1; // no digit, or one after a leading zero, which some read as octal
            } else {
                part = (part < 0 ? 0 : part * 10) + (c - '0');
                if (part > 255) {
                    return -1;
                }
            }
        }
        return parts == 4 ? number : -1;
    }

    public boolean isV4() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** The address with everything after its first bits zero; of IPv4 the bits of the 128. */
    Ip first(int bits) {
        return new Ip(high & mask(bits), low & mask(bits - Long.SIZE));
    }

    /** The block a client counts as one by: all of IPv4, a prefix of IPv6. */
    public Ip network(int ipv6Prefix) {
        return isV4() ? this : first(ipv6Prefix);
    }

    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    /** The same for Java's sockets; without a name. */
    public InetAddress address() {
        byte[] bytes = isV4()
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    @Override
    public String toString() {
        return address().getHostAddress();
    }
}
