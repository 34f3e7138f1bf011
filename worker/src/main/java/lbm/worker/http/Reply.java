package lbm.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * An answer that is no file.
 *
 * @param lines header lines without line ends, save those every answer has
 * @param body empty together with {@code type} for answers without content
 */
public record Reply(Status status, List<String> lines, String type, String body) {

    /** What methods a site knows. */
    public static final String ALLOW = "Allow: GET, HEAD, OPTIONS";

    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";

    /** An error that says its name and nothing about this server. */
    public static Reply error(Status status) {
        return new Reply(status, List.of(), PLAIN, status.text() + "\n");
    }

    /** An error with one more header line. */
    public static Reply error(Status status, String line) {
        return new Reply(status, List.of(line), PLAIN, status.text() + "\n");
    }

    /** A JSON document that nobody may keep. */
    public static Reply json(Status status, String body) {
        return new Reply(status, List.of("Cache-Control: no-store"), JSON, body);
    }

    /** To the same place with another path. */
    public static Reply moved(String location) {
        return new Reply(Status.MOVED, List.of("Location: " + location), PLAIN, Status.MOVED.text() + "\n");
    }

    /** What this server can do. */
    public static Reply options() {
        return new Reply(Status.NO_CONTENT, List.of(ALLOW), "", "");
    }

    public byte[] bytes() {
        return body.getBytes(UTF_8);
    }
}
