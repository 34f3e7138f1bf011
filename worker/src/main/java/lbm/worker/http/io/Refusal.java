package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
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

    /** For a decoded one; null: nothing is wrong. */
    static @Nullable Status of(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            return Status.VERSION;
        }
        HttpHeaders headers = request.headers();
        // RFC 9112 §3.2: exactly one Host in HTTP/1.1.
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && version.minorVersion() > 0)) {
            return Status.BAD_REQUEST;
        }
        String expected = headers.get(HttpHeaderNames.EXPECT);
        boolean known = expected == null || expected.equalsIgnoreCase("100-continue");
        return known ? null : Status.EXPECTATION_FAILED;
    }
}
