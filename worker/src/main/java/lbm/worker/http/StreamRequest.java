package lbm.worker.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/2 (RFC 9113 §8.3.1) as the site's answers take it.
 *
 * @param request {@code Host} has what {@code :authority} said
 * @param refused what is wrong with it as such; null: nothing
 */
public record StreamRequest(HttpRequest request, @Nullable Status refused) {

    private static final HttpVersion VERSION = new HttpVersion("HTTP", 2, 0, true);

    /**
     * The request of a header section, which the decoder has found well-formed.
     *
     * @param longest target in bytes
     */
    public static StreamRequest of(Http2Headers headers, int longest) {
        String method = text(headers.method());
        String target = text(headers.path());
        HttpRequest request =
                new DefaultHttpRequest(VERSION, HttpMethod.valueOf(method.isEmpty() ? "GET" : method), target);
        HttpHeaders fields = request.headers();
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            if (field.getKey().length() > 0 && field.getKey().charAt(0) != ':') {
                fields.add(field.getKey(), field.getValue());
            }
        }
        return new StreamRequest(request, refused(headers, method, target, fields, longest));
    }

    private static @Nullable Status refused(
            Http2Headers headers, String method, String target, HttpHeaders fields, int longest) {
        if (target.length() > longest) {
            return Status.TARGET_TOO_LONG;
        }
        boolean asterisk = target.equals("*") && method.equals("OPTIONS");
        if (method.isEmpty() || headers.scheme() == null || !(target.startsWith("/") || asterisk)) {
            return method.equals("CONNECT") ? Status.METHOD_NOT_ALLOWED : Status.BAD_REQUEST;
        }
        if (!host(headers.authority(), fields)) {
            return Status.BAD_REQUEST;
        }
        String expected = fields.get(HttpHeaderNames.EXPECT);
        boolean known = expected == null || expected.equalsIgnoreCase("100-continue");
        return known ? null : Status.EXPECTATION_FAILED;
    }

    /** Exactly one host: that of the authority, or of the field; both must say the same. */
    private static boolean host(@Nullable CharSequence authority, HttpHeaders fields) {
        int hosts = fields.getAll(HttpHeaderNames.HOST).size();
        if (authority == null || authority.length() == 0) {
            return hosts == 1;
        }
        String name = authority.toString();
        if (hosts > 1
                || name.indexOf('@') >= 0
                || (hosts == 1 && !name.equalsIgnoreCase(fields.get(HttpHeaderNames.HOST)))) {
            return false;
        }
        fields.set(HttpHeaderNames.HOST, name);
        return true;
    }

    private static String text(@Nullable CharSequence value) {
        return value == null ? "" : value.toString();
    }
}
