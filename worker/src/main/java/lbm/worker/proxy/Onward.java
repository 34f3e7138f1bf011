package lbm.worker.proxy;

import io.netty.buffer.ByteBuf;
import lbm.worker.config.Proxy.Forwarded;

/**
 * Writes the heads of the requests of one connection for a backend: without what was for us only, with what says who
 * asks.
 *
 * <p>What a client says about itself is not passed on, unless it is trusted: then we add our part at the right, as
 * RFC 7239 §4 has it.
 */
public final class Onward {

    private static final byte[] FOR = Writing.ascii("X-Forwarded-For: ");
    private static final byte[] PROTO = Writing.ascii("X-Forwarded-Proto: ");
    private static final byte[] HOST = Writing.ascii("X-Forwarded-Host: ");
    private static final byte[] PORT = Writing.ascii("X-Forwarded-Port: ");
    private static final byte[] FORWARDED = Writing.ascii("Forwarded: ");
    private static final byte[] FORWARDED_HOST = Writing.ascii(";host=\"");
    private static final byte[] FORWARDED_PROTO = Writing.ascii(";proto=http\r\n");
    private static final byte[] PLAIN = Writing.ascii("http");
    private static final byte[] COMMA = Writing.ascii(", ");
    private static final byte[] VIA = Writing.ascii("Via: 1.1 lbm\r\n");
    private static final byte[] HOST_FIELD = Writing.ascii("Host: ");
    private static final byte[] NOBODY = Writing.ascii("localhost");

    private final boolean x;
    private final boolean rfc7239;
    private final boolean via;
    private final boolean trusted;
    private final byte[] address;
    private final byte[] node;
    private final byte[] port;

    /**
     * For the requests of a connection.
     *
     * @param via whether {@code Via} is added
     */
    public Onward(Origin origin, Forwarded how, boolean via) {
        this.x = how == Forwarded.X || how == Forwarded.BOTH;
        this.rfc7239 = how == Forwarded.RFC7239 || how == Forwarded.BOTH;
        this.via = via;
        this.trusted = origin.trusted();
        String text = origin.address();
        this.address = Writing.ascii(text);
        this.node = Writing.ascii(text.indexOf(':') >= 0 ? "for=\"[" + text + "]\"" : "for=" + text);
        this.port = Writing.ascii(Integer.toString(origin.listener().getPort()));
    }

    /** Writes the whole head, the empty line at its end included. */
    public void write(RequestHead head, ByteBuf out) {
        Fields fields = head.fields;
        head.writeLine(out);
        if (head.hostMissing()) {
            out.writeBytes(HOST_FIELD);
            if (!head.writeHost(out)) {
                out.writeBytes(NOBODY); // HTTP/1.1 needs one
            }
            out.writeBytes(Writing.END);
        }
        int from = 0;
        for (int i = 0; i < fields.count; i++) {
            if (dropped(head, i)) {
                fields.copy(out, from, i);
                from = i + 1;
            }
        }
        fields.copy(out, from, fields.count);
        if (head.chunked()) {
            out.writeBytes(Writing.CHUNKED);
        }
        if (x) {
            x(head, out);
        }
        if (rfc7239) {
            rfc7239(head, out);
        }
        if (via) {
            out.writeBytes(VIA);
        }
        if (head.upgrade()) {
            Writing.upgrade(out, fields);
        }
        out.writeBytes(Writing.END);
    }

    private static boolean dropped(RequestHead head, int i) {
        Known known = head.fields.known(i);
        return switch (known) {
            case HOST -> head.hostMissing();
            case EXPECT -> !head.expects();
            default -> known.forwarding() || head.fields.hopByHop(i);
        };
    }

    private void x(RequestHead head, ByteBuf out) {
        Fields fields = head.fields;
        out.writeBytes(FOR);
        if (trusted) {
            joined(fields, Known.X_FORWARDED_FOR, out);
        }
        out.writeBytes(address);
        out.writeBytes(Writing.END);
        out.writeBytes(PROTO);
        said(fields, Known.X_FORWARDED_PROTO, out, PLAIN);
        out.writeBytes(PORT);
        said(fields, Known.X_FORWARDED_PORT, out, port);
        int host = trusted ? fields.find(Known.X_FORWARDED_HOST, 0) : -1;
        if (host >= 0) {
            out.writeBytes(HOST);
            said(fields, Known.X_FORWARDED_HOST, out, NOBODY);
        } else {
            int before = out.writerIndex();
            out.writeBytes(HOST);
            if (head.writeHost(out)) {
                out.writeBytes(Writing.END);
            } else {
                out.writerIndex(before);
            }
        }
    }

    /** The value a trusted peer gives, else ours; with the end of the line. */
    private void said(Fields fields, Known known, ByteBuf out, byte[] ours) {
        int i = trusted ? fields.find(known, 0) : -1;
        if (i < 0) {
            out.writeBytes(ours);
        } else {
            out.writeBytes(fields.bytes, fields.valueAt(i), fields.valueEnd(i) - fields.valueAt(i));
        }
        out.writeBytes(Writing.END);
    }

    private static void joined(Fields fields, Known known, ByteBuf out) {
        for (int i = fields.find(known, 0); i >= 0; i = fields.find(known, i + 1)) {
            out.writeBytes(fields.bytes, fields.valueAt(i), fields.valueEnd(i) - fields.valueAt(i));
            out.writeBytes(COMMA);
        }
    }

    private void rfc7239(RequestHead head, ByteBuf out) {
        out.writeBytes(FORWARDED);
        if (trusted) {
            joined(head.fields, Known.FORWARDED, out);
        }
        out.writeBytes(node);
        int before = out.writerIndex();
        out.writeBytes(FORWARDED_HOST);
        if (head.writeHost(out)) {
            out.writeByte('"');
        } else {
            out.writerIndex(before);
        }
        out.writeBytes(FORWARDED_PROTO);
    }
}
