package lbm.worker.config;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A block of addresses (CIDR, RFC 4632 §3.1 and RFC 4291 §2.3).
 *
 * <pre>
 * trusted_proxies: [127.0.0.1, 10.0.0.0/8, "2001:db8::/32"]
 * </pre>
 *
 * <p>An IPv4 address that comes as IPv6 ({@code ::ffff:10.0.0.1}) is the IPv4 address it stands for; a block of IPv6
 * holds no IPv4, not even {@code ::/0}.
 *
 * @param first its first address
 * @param bits how many of the 128 bits of {@link Ip} all its addresses share
 */
public record AddressBlock(Ip first, int bits) {

    private static final int V4_BITS = 32;

    /**
     * The block of a text: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. Bits after the length count for
     * nothing.
     *
     * @return empty when the text is none
     */
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        Ip address = Ip.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null || slash < 0) {
            return Optional.ofNullable(address).map(it -> new AddressBlock(it, Ip.BITS));
        }
        boolean dotted = text.indexOf(':') < 0;
        int bits = prefix(text.substring(slash + 1), dotted ? V4_BITS : Ip.BITS);
        if (bits < 0) {
            return Optional.empty();
        }
        int all = dotted ? bits + Ip.MAPPED_BITS : bits;
        return Optional.of(new AddressBlock(address.first(all), all));
    }

    private static int prefix(String text, int most) {
        if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= most ? value : -1;
    }

    public boolean contains(Ip address) {
        return address.isV4() == v4() && address.first(bits).equals(first);
    }

    public boolean contains(InetAddress address) {
        return contains(Ip.of(address));
    }

    private boolean v4() {
        return bits >= Ip.MAPPED_BITS && first.isV4();
    }

    /** Whether one of the blocks holds the address. */
    public static boolean anyContains(Iterable<AddressBlock> blocks, Ip address) {
        for (AddressBlock block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return v4() ? first + "/" + (bits - Ip.MAPPED_BITS) : first + "/" + bits;
    }
}
