package lbm.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import lbm.worker.content.FieldLines;

/**
 * An answer that is no file.
 *
 * @param fields header fields, save those every answer has
 * @param type empty together with {@code body} for answers without content
 */
public record Reply(Status status, FieldLines fields, String type, String body) {

    /** What methods a site knows. */
    public static final FieldLines ALLOW = FieldLines.of("Allow", "GET, HEAD, OPTIONS");

    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";

    /** An error that says its name and nothing about this server. */
    public static Reply error(Status status) {
        return error(status, FieldLines.NONE);
    }

    /** An error with more header fields. */
    public static Reply error(Status status, FieldLines fields) {
        return new Reply(status, fields, PLAIN, status.text() + "\n");
    }

    /** A text that nobody may keep. */
    public static Reply text(Status status, String body) {
        return new Reply(status, FieldLines.of("Cache-Control", "no-store"), PLAIN, body);
    }

    /** An error for programs, as the reference has it. */
    public static Reply jsonError(Status status, FieldLines fields) {
        // What the reference says of its own failures.
        String text =
                status == Status.ERROR ? "Something went wrong!" : status.text().substring(4);
        return new Reply(status, fields, JSON, "{\"error\":\"" + text + "\"}");
    }

    /** A page made for this answer, to be asked about each time. */
    public static Reply page(String html) {
        return new Reply(Status.OK, FieldLines.of("Cache-Control", "no-cache"), "text/html; charset=utf-8", html);
    }

    /** A JSON document that nobody may keep. */
    public static Reply json(Status status, String body) {
        return new Reply(status, FieldLines.of("Cache-Control", "no-store"), JSON, body);
    }

    /** To the same place with another path. */
    public static Reply moved(String location) {
        return new Reply(Status.MOVED, FieldLines.of("Location", location), PLAIN, Status.MOVED.text() + "\n");
    }

    /** What this server can do. */
    public static Reply options() {
        return new Reply(Status.NO_CONTENT, ALLOW, "", "");
    }

    public byte[] bytes() {
        return body.getBytes(UTF_8);
    }
}
