package lbm.worker.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.Set;
import lbm.worker.http.HostField;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;

/**
 * A request's head as it came. Strict: what two readers could read in two ways is refused (RFC 9112 §11.2). Filled anew
 * for each request of an event loop, so that a request costs no objects; valid until the next one is read.
 */
public final class RequestHead {

    private static final byte[] CHUNKED = "chunked".getBytes(US_ASCII);
    private static final byte[] CONTINUE = "100-continue".getBytes(US_ASCII);
    private static final byte[] H2C = "h2c".getBytes(US_ASCII);
    private static final byte[] WEBSOCKET = "websocket".getBytes(US_ASCII);

    /** RFC 9110 §9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    final Fields fields = new Fields();
    private final byte[] bytes;
    private int methodEnd;
    private int targetEnd;
    private int minor;
    private String method = "";
    private boolean chunked;
    private long length;
    private int host;
    private int upgrade;
    private boolean expects;
    /** Host of a target in absolute form, and where its path begins. */
    private int authorityAt;

    private int pathAt;
    private byte[] goodHost = {};

    /**
     * Room for any request.
     *
     * @param most bytes of the longest head
     */
    public RequestHead(int most) {
        this.bytes = new byte[most];
    }

    /**
     * Reads a head, which is consumed.
     *
     * @param size its bytes, the empty line at the end included
     * @return what is wrong with it; null: nothing
     */
    public @Nullable Status read(ByteBuf in, int size) {
        in.readBytes(bytes, 0, size);
        int next = startLine();
        if (next < 0) {
            return next == VERSION_UNKNOWN ? Status.VERSION : Status.BAD_REQUEST;
        }
        switch (fields.read(bytes, next)) {
            case FINE -> {}
            case BAD -> {
                return Status.BAD_REQUEST;
            }
            case TOO_MANY -> {
                return Status.HEADERS_TOO_LARGE;
            }
        }
        if (method.equals("CONNECT")) {
            return Status.METHOD_NOT_ALLOWED; // what follows may be meant for a tunnel
        }
        return isTarget() && isHost() ? framing() : Status.BAD_REQUEST;
    }

    private static final int VERSION_UNKNOWN = -2;

    /** Method, space, target, space, version; the index of the first field. */
    private int startLine() {
        int at = 0;
        while (Ascii.isToken(bytes[at])) {
            at++;
        }
        if (at == 0 || bytes[at] != ' ') {
            return -1;
        }
        methodEnd = at;
        method = name(at);
        at++;
        int target = at;
        while (bytes[at] < 0 || (bytes[at] > ' ' && bytes[at] != 0x7f)) {
            at++;
        }
        if (at == target || bytes[at] != ' ') {
            return -1;
        }
        targetEnd = at;
        at++;
        boolean http = bytes[at] == 'H' && bytes[at + 1] == 'T' && bytes[at + 2] == 'T' && bytes[at + 3] == 'P';
        if (!http
                || bytes[at + 4] != '/'
                || !Ascii.isDigit(bytes[at + 5])
                || bytes[at + 6] != '.'
                || !Ascii.isDigit(bytes[at + 7])
                || bytes[at + 8] != '\r'
                || bytes[at + 9] != '\n') {
            return -1;
        }
        minor = bytes[at + 7] - '0';
        return bytes[at + 5] == '1' ? at + 10 : VERSION_UNKNOWN;
    }

    /** Most requests get no new text for their method. */
    private String name(int end) {
        if (end == 3 && bytes[0] == 'G' && bytes[1] == 'E' && bytes[2] == 'T') {
            return "GET";
        }
        return end == 4 && bytes[0] == 'P' && bytes[1] == 'O' && bytes[2] == 'S' && bytes[3] == 'T'
                ? "POST"
                : Ascii.text(bytes, 0, end);
    }

    /** RFC 9112 §3.2: a path, an URL with a host and nobody's password, or an asterisk for OPTIONS; no fragment. */
    private boolean isTarget() {
        int from = methodEnd + 1;
        authorityAt = -1;
        pathAt = from;
        for (int i = from; i < targetEnd; i++) {
            if (bytes[i] == '#') {
                return false;
            }
        }
        if (bytes[from] == '/') {
            return true;
        }
        String target = Ascii.text(bytes, from, targetEnd);
        if (target.equals("*")) {
            return method.equals("OPTIONS");
        }
        int start = target.indexOf("://") + 3;
        boolean http = target.regionMatches(true, 0, "http://", 0, start)
                || target.regionMatches(true, 0, "https://", 0, start);
        if (start < 3 || !http) {
            return false;
        }
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        authorityAt = from + start;
        pathAt = from + end;
        return HostField.isValid(target.substring(start, end));
    }

    /** RFC 9112 §3.2: exactly one Host in HTTP/1.1. */
    private boolean isHost() {
        host = fields.find(Known.HOST, 0);
        if (host < 0) {
            return minor == 0;
        }
        if (fields.find(Known.HOST, host + 1) >= 0) {
            return false;
        }
        int from = fields.valueAt(host);
        int to = fields.valueEnd(host);
        if (Arrays.equals(bytes, from, to, goodHost, 0, goodHost.length) && to > from) {
            return true; // as in the request before
        }
        boolean valid = HostField.isValid(fields.value(host));
        if (valid) {
            goodHost = Arrays.copyOfRange(bytes, from, to);
        }
        return valid;
    }

    private @Nullable Status framing() {
        chunked = false;
        length = 0;
        int lengths = 0;
        int codings = 0;
        expects = false;
        upgrade = -1;
        int upgrades = 0;
        for (int i = 0; i < fields.count; i++) {
            switch (fields.known(i)) {
                case CONTENT_LENGTH -> {
                    length = fields.number(i);
                    if (length < 0 || ++lengths > 1) {
                        return Status.BAD_REQUEST;
                    }
                }
                case TRANSFER_ENCODING -> {
                    codings++;
                    chunked = fields.valueIs(i, CHUNKED);
                    if (!chunked || codings > 1) {
                        return Status.NOT_IMPLEMENTED;
                    }
                }
                case EXPECT -> {
                    if (!fields.valueIs(i, CONTINUE)) {
                        return Status.EXPECTATION_FAILED;
                    }
                    expects = minor > 0;
                }
                case UPGRADE -> {
                    upgrade = i;
                    upgrades++;
                }
                default -> {}
            }
        }
        // Both, or a coding that HTTP/1.0 does not know: the next reader may choose the other (RFC 9112 §6.1).
        if (chunked && (lengths > 0 || minor == 0)) {
            return Status.BAD_REQUEST;
        }
        // Of several the backend would choose one, and it could be h2c.
        boolean one = upgrades == 1 && !fields.names(upgrade, H2C);
        if (!one || !fields.upgrade() || minor == 0 || chunked || length > 0) {
            upgrade = -1;
        }
        return null;
    }

    /** Where the content ends. */
    public void body(BodyScan scan) {
        if (chunked) {
            scan.chunked();
        } else {
            scan.length(length);
        }
    }

    /** What is announced; 0 also when the end is told in chunks. */
    public long length() {
        return length;
    }

    boolean chunked() {
        return chunked;
    }

    public boolean hasBody() {
        return chunked || length > 0;
    }

    public String method() {
        return method;
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether doing it twice is doing it once (RFC 9110 §9.2.2). */
    public boolean idempotent() {
        return method.equals("GET") || IDEMPOTENT.contains(method);
    }

    /** Whether the client speaks HTTP/1.0. */
    public boolean old() {
        return minor == 0;
    }

    /** Whether the connection shall go on after the answer. */
    public boolean keepAlive() {
        return minor == 0 ? fields.keepAlive() && !fields.close() : !fields.close();
    }

    /** Whether the client waits for a word before it sends the content. */
    public boolean expects() {
        return expects && hasBody();
    }

    /** Whether another protocol may follow. */
    public boolean upgrade() {
        return upgrade >= 0;
    }

    /** Whether that is RFC 6455's. */
    public boolean webSocket() {
        return upgrade >= 0 && fields.valueIs(upgrade, WEBSOCKET);
    }

    /** As the client wrote it. */
    public String target() {
        return Ascii.text(bytes, methodEnd + 1, targetEnd);
    }

    public String protocol() {
        return minor == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    /** The value of a field for the access log. */
    public String referrer() {
        return fields.value(Known.REFERER);
    }

    public String agent() {
        return fields.value(Known.USER_AGENT);
    }

    public String id() {
        return fields.value(Known.X_REQUEST_ID);
    }

    /** The fields in which a proxy tells of its client. */
    public HttpHeaders forwarding() {
        HttpHeaders headers = new DefaultHttpHeaders();
        for (int i = 0; i < fields.count; i++) {
            switch (fields.known(i)) {
                case X_FORWARDED_FOR -> headers.add("X-Forwarded-For", fields.value(i));
                case X_FORWARDED_PROTO -> headers.add("X-Forwarded-Proto", fields.value(i));
                case FORWARDED -> headers.add("Forwarded", fields.value(i));
                default -> {}
            }
        }
        return headers;
    }

    /** Writes method, target in origin form and version. */
    void writeLine(ByteBuf out) {
        if (authorityAt < 0) {
            out.writeBytes(bytes, 0, targetEnd);
        } else {
            out.writeBytes(bytes, 0, methodEnd + 1);
            if (pathAt == targetEnd) {
                out.writeByte(method.equals("OPTIONS") ? '*' : '/');
            } else if (bytes[pathAt] == '?') {
                out.writeByte('/');
            }
            out.writeBytes(bytes, pathAt, targetEnd - pathAt);
        }
        out.writeBytes(Writing.VERSION_END);
    }

    /** Whom the client asks: the host of an absolute target wins (RFC 9112 §3.2.2). False: it does not say. */
    boolean writeHost(ByteBuf out) {
        if (authorityAt >= 0) {
            out.writeBytes(bytes, authorityAt, pathAt - authorityAt);
        } else if (host >= 0) {
            out.writeBytes(bytes, fields.valueAt(host), fields.valueEnd(host) - fields.valueAt(host));
        } else {
            return false;
        }
        return true;
    }

    /** Whether the host is in the target only, or nowhere. */
    boolean hostMissing() {
        return authorityAt >= 0 || host < 0;
    }
}
