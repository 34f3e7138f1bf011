package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import lbm.worker.config.Ip;
import org.jspecify.annotations.Nullable;

/**
 * The PROXY header, versions 1 and 2, as HAProxy's {@code proxy-protocol.txt} has it: says at the beginning of a
 * connection who is at its far end.
 */
public final class ProxyHeader {

    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final byte[] PROXY = "PROXY ".getBytes(US_ASCII);

    /** Longest header of version 1, its line end included. */
    private static final int LONGEST_LINE = 107;

    private static final int FIXED = 16;
    private static final int INET = 0x11;
    private static final int INET6 = 0x21;
    private static final int LOCAL = 0x20;
    private static final int COMMAND_PROXY = 0x21;
    private static final int MOST = 4096;

    /** What has been found. */
    public enum Verdict {
        FINE,
        /** It goes on. */
        MORE,
        /** That is none. */
        BAD
    }

    /**
     * A header.
     *
     * @param size its bytes
     * @param origin who is there
     */
    public record Read(Verdict verdict, int size, Origin origin) {}

    private ProxyHeader() {}

    /**
     * Looks for a header at the beginning of a connection; nothing is consumed.
     *
     * <p>Of a client that is named nothing is known but its address: it is not trusted as the peer is, since what it
     * says itself comes through unchanged.
     *
     * @param peer who has sent it
     */
    public static Read read(ByteBuf in, Origin peer) {
        Read none = new Read(Verdict.BAD, 0, peer);
        Read more = new Read(Verdict.MORE, 0, peer);
        int length = in.readableBytes();
        if (begins(in, SIGNATURE)) {
            return length < FIXED ? more : binary(in, peer, more, none);
        }
        if (!begins(in, PROXY)) {
            return none;
        }
        int lf = in.indexOf(in.readerIndex(), in.readerIndex() + Math.min(length, LONGEST_LINE), (byte) '\n');
        if (lf < 0) {
            return length < LONGEST_LINE ? more : none;
        }
        String line = in.toString(in.readerIndex(), lf - in.readerIndex() + 1, US_ASCII);
        return text(line, peer, none);
    }

    /** Whether the bytes, as far as they are there, are these. */
    private static boolean begins(ByteBuf in, byte[] with) {
        int known = Math.min(in.readableBytes(), with.length);
        for (int i = 0; i < known; i++) {
            if (in.getByte(in.readerIndex() + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static Read text(String line, Origin peer, Read none) {
        if (!line.endsWith("\r\n")) {
            return none;
        }
        String[] parts = line.substring(0, line.length() - 2).split(" ", -1);
        if (parts.length >= 2 && parts[1].equals("UNKNOWN")) {
            return new Read(Verdict.FINE, line.length(), peer);
        }
        if (parts.length != 6 || !(parts[1].equals("TCP4") || parts[1].equals("TCP6"))) {
            return none;
        }
        boolean v4 = parts[1].equals("TCP4");
        InetSocketAddress from = address(parts[2], parts[4], v4);
        InetSocketAddress to = address(parts[3], parts[5], v4);
        return from == null || to == null ? none : new Read(Verdict.FINE, line.length(), new Origin(from, to, false));
    }

    private static @Nullable InetSocketAddress address(String text, String port, boolean v4) {
        Ip ip = (text.indexOf(':') < 0) == v4 ? Ip.parse(text) : null;
        byte[] digits = port.getBytes(US_ASCII);
        long number = Ascii.number(digits, 0, digits.length);
        return ip == null || number < 0 || number > 0xffff ? null : new InetSocketAddress(ip.address(), (int) number);
    }

    private static Read binary(ByteBuf in, Origin peer, Read more, Read none) {
        int at = in.readerIndex();
        int command = in.getUnsignedByte(at + 12);
        int family = in.getUnsignedByte(at + 13);
        int rest = in.getUnsignedShort(at + 14);
        if ((command != LOCAL && command != COMMAND_PROXY) || rest > MOST) {
            return none;
        }
        if (in.readableBytes() < FIXED + rest) {
            return more;
        }
        Optional<Origin> origin = command == LOCAL ? Optional.of(peer) : said(in, at + FIXED, family, rest, peer);
        return origin.map(it -> new Read(Verdict.FINE, FIXED + rest, it)).orElse(none);
    }

    private static Optional<Origin> said(ByteBuf in, int at, int family, int rest, Origin peer) {
        int size = family == INET ? 4 : family == INET6 ? 16 : 0;
        if (size == 0) {
            return Optional.of(peer); // a kind of address we do not know: the header is to be skipped
        }
        if (rest < 2 * size + 4) {
            return Optional.empty();
        }
        return Optional.of(new Origin(
                new InetSocketAddress(ip(in, at, size), in.getUnsignedShort(at + 2 * size)),
                new InetSocketAddress(ip(in, at + size, size), in.getUnsignedShort(at + 2 * size + 2)),
                false));
    }

    private static InetAddress ip(ByteBuf in, int at, int size) {
        byte[] bytes = ByteBufUtil.getBytes(in, at, size);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** Writes the header for a client, into a buffer that is given back. */
    public static ByteBuf write(ByteBuf out, int version, Origin origin) {
        InetAddress from = origin.client().getAddress();
        InetAddress to = origin.listener().getAddress();
        boolean v4 = from instanceof Inet4Address && to instanceof Inet4Address;
        if (version == 1) {
            String family = v4 ? "TCP4 " : "TCP6 ";
            ByteBufUtil.writeAscii(
                    out,
                    "PROXY " + family + text(from, v4) + " " + text(to, v4) + " "
                            + origin.client().getPort() + " "
                            + origin.listener().getPort() + "\r\n");
            return out;
        }
        byte[] source = bytes(from, v4);
        byte[] target = bytes(to, v4);
        out.writeBytes(SIGNATURE).writeByte(COMMAND_PROXY).writeByte(v4 ? INET : INET6);
        out.writeShort(2 * source.length + 4).writeBytes(source).writeBytes(target);
        return out.writeShort(origin.client().getPort())
                .writeShort(origin.listener().getPort());
    }

    private static String text(InetAddress address, boolean v4) {
        return v4 || !(address instanceof Inet4Address)
                ? address.getHostAddress()
                : "::ffff:" + address.getHostAddress();
    }

    private static byte[] bytes(InetAddress address, boolean v4) {
        byte[] bytes = address.getAddress();
        if (v4 || bytes.length == 16) {
            return bytes;
        }
        byte[] mapped = new byte[16];
        Arrays.fill(mapped, 10, 12, (byte) 0xff);
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return mapped;
    }
}
