package lbm.worker.http;

/** The answers this server gives (RFC 9110 §15), each with its status line ready. */
public enum Status {
    OK(200, "OK"),
    NO_CONTENT(204, "No Content"),
    PARTIAL(206, "Partial Content"),
    MOVED(301, "Moved Permanently"),
    NOT_MODIFIED(304, "Not Modified"),
    PERMANENT_REDIRECT(308, "Permanent Redirect"),
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    REQUEST_TIMEOUT(408, "Request Timeout"),
    PRECONDITION_FAILED(412, "Precondition Failed"),
    TOO_LARGE(413, "Content Too Large"),
    TARGET_TOO_LONG(414, "URI Too Long"),
    RANGE_NOT_SATISFIABLE(416, "Range Not Satisfiable"),
    EXPECTATION_FAILED(417, "Expectation Failed"),
    TOO_MANY(429, "Too Many Requests"),
    HEADERS_TOO_LARGE(431, "Request Header Fields Too Large"),
    ERROR(500, "Internal Server Error"),
    NOT_IMPLEMENTED(501, "Not Implemented"),
    BAD_GATEWAY(502, "Bad Gateway"),
    UNAVAILABLE(503, "Service Unavailable"),
    GATEWAY_TIMEOUT(504, "Gateway Timeout"),
    VERSION(505, "HTTP Version Not Supported");

    private final int code;
    private final String text;
    private final String line;

    Status(int code, String reason) {
        this.code = code;
        this.text = code + " " + reason;
        this.line = "HTTP/1.1 " + text + "\r\n";
    }

    public int code() {
        return code;
    }

    /** {@code 404 Not Found}: all that an error page says. */
    public String text() {
        return text;
    }

    /** The status line, its end included. */
    public String line() {
        return line;
    }
}
