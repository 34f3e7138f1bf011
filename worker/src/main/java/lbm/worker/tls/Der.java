package lbm.worker.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The few forms of DER (X.690) that keys and a certificate are made of. */
final class Der {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_ID = 0x06;
    static final int UTF8_STRING = 0x0C;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private Der() {}

    /** Tag, length and the parts one after the other. */
    static byte[] of(int tag, byte[]... parts) {
        byte[] content = join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int skip = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - skip));
            out.write(length, skip, length.length - skip);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return of(SEQUENCE, parts);
    }

    static byte[] integer(BigInteger value) {
        return of(INTEGER, value.toByteArray());
    }

    static byte[] octets(byte[] content) {
        return of(OCTET_STRING, content);
    }

    /** A bit string of whole bytes. */
    static byte[] bits(byte[] content) {
        return of(BIT_STRING, new byte[] {0}, content);
    }

    static byte[] text(int tag, String text) {
        return of(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An object identifier in its dotted form. */
    static byte[] oid(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(parts[0]) * 40 + Integer.parseInt(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            base128(out, Integer.parseInt(parts[i]));
        }
        return of(OBJECT_ID, out.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, int value) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (value >>> shift != 0) {
                out.write(0x80 | ((value >>> shift) & 0x7F));
            }
        }
        out.write(value & 0x7F);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** The first element with a tag among those that {@code content} is made of; null: there is none. */
    static byte @org.jspecify.annotations.Nullable [] find(byte[] content, int tag) {
        int at = 0;
        while (at + 2 <= content.length) {
            int found = content[at] & 0xFF;
            int length = content[at + 1] & 0xFF;
            at += 2;
            if (length > 0x80) {
                int bytes = length & 0x7F;
                if (bytes > 3 || at + bytes > content.length) {
                    return null;
                }
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = (length << 8) | (content[at++] & 0xFF);
                }
            }
            if (length > content.length - at) {
                return null;
            }
            if (found == tag) {
                return java.util.Arrays.copyOfRange(content, at, at + length);
            }
            at += length;
        }
        return null;
    }
}
