package lbm.worker.http.io;

import java.util.ArrayList;
import java.util.List;
import lbm.worker.content.FieldLines;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;

/**
 * What a request is answered with, before a version of HTTP writes it.
 *
 * @param fields every header field but {@code Date} and those of the connection; the length of the content is among them
 * @param body the content; {@link Body#NONE} for HEAD
 */
record Answer(Status status, List<FieldLines> fields, Body body) {

    /** An answer that is no file. */
    static Answer of(Reply reply, FieldLines common) {
        byte[] bytes = reply.bytes();
        // 204 has no content and must not announce a length (RFC 9110 §8.6).
        FieldLines content = reply.status() == Status.NO_CONTENT
                ? FieldLines.NONE
                : FieldLines.of("Content-Type", reply.type(), "Content-Length", Integer.toString(bytes.length));
        Body body = bytes.length == 0 ? Body.None.NONE : new Body.Text(bytes);
        return new Answer(reply.status(), List.of(reply.fields(), common, content), body);
    }

    /** The same without content, as HEAD wants it. */
    Answer head() {
        body.close();
        return new Answer(status, fields, Body.None.NONE);
    }

    /** The same with more fields. */
    Answer with(FieldLines more) {
        List<FieldLines> all = new ArrayList<>(fields);
        all.add(more);
        return new Answer(status, all, body);
    }
}
