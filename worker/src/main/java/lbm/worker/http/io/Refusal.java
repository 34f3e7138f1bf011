package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import lbm.worker.http.HostField;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request as such, whatever it asks for. The connection ends after such an answer. */
final class Refusal {

    private Refusal() {}

    /** For a request that could not be decoded. */
    static Status of(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Status.TARGET_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? Status.HEADERS_TOO_LARGE : Status.BAD_REQUEST;
    }

    /** For a decoded one, before its content; null: nothing is wrong. */
    static @Nullable Status of(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            return Status.VERSION;
        }
        HttpHeaders headers = request.headers();
        // RFC 9112 §3.2: exactly one Host in HTTP/1.1.
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && version.minorVersion() > 0)) {
            return Status.BAD_REQUEST;
        }
        if (!hosts.isEmpty() && !HostField.isValid(hosts.get(0))) {
            return Status.BAD_REQUEST;
        }
        if (request.method().equals(HttpMethod.CONNECT)) {
            return Status.METHOD_NOT_ALLOWED; // what follows may be meant for a tunnel
        }
        if (!isTarget(request.uri(), request.method())) {
            return Status.BAD_REQUEST;
        }
        // The decoder would take eight bytes of content that no header announces (an old draft of WebSocket).
        if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
                && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2)) {
            return Status.BAD_REQUEST;
        }
        Status coding = coding(headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
        if (coding != null) {
            return coding;
        }
        for (String expected : headers.getAll(HttpHeaderNames.EXPECT)) {
            if (!expected.equalsIgnoreCase("100-continue")) {
                return Status.EXPECTATION_FAILED;
            }
        }
        return null;
    }

    /** RFC 9112 §3.2: a path, an URL with a host and nobody's password, or an asterisk for OPTIONS; no fragment. */
    private static boolean isTarget(String target, HttpMethod method) {
        if (target.indexOf('#') >= 0) {
            return false;
        }
        if (target.startsWith("/")) {
            return true;
        }
        if (target.equals("*")) {
            return method.equals(HttpMethod.OPTIONS);
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
        return HostField.isValid(target.substring(start, end));
    }

    /** Chunked is all that is read here; the decoder has made sure that it comes last. */
    private static @Nullable Status coding(List<String> codings) {
        if (codings.isEmpty() || (codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"))) {
            return null;
        }
        return Status.NOT_IMPLEMENTED;
    }
}
