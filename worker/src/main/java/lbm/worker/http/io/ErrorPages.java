package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import lbm.worker.content.Accept;
import lbm.worker.content.FieldLines;
import lbm.worker.content.Lookup;
import lbm.worker.content.io.Site;
import lbm.worker.content.io.StoredFile;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;

/**
 * What goes with an error: the site's own {@code 404.html} or {@code 50x.html} where it has one, JSON for whoever would
 * rather have that, else the status in words. Nobody may keep any of them.
 */
final class ErrorPages {

    private static final FieldLines NOT_KEPT = FieldLines.of("Cache-Control", "no-store");

    private final Site site;
    private final FieldLines common;

    ErrorPages(Site site, FieldLines common) {
        this.site = site;
        this.common = common;
    }

    /** The answer with a status of 4xx or 5xx. */
    Answer of(Status status, HttpRequest request, FieldLines more) {
        String accept = request.headers().get(HttpHeaderNames.ACCEPT);
        FieldLines fields = NOT_KEPT.and(more);
        if (Accept.prefersJson(accept)) {
            return Answer.of(Reply.jsonError(status, fields), common);
        }
        boolean head = request.method().equals(HttpMethod.HEAD);
        Answer page = head || request.method().equals(HttpMethod.GET) ? page(status, accept, fields, head) : null;
        return page == null ? Answer.of(Reply.error(status, fields), common) : page;
    }

    private @Nullable Answer page(Status status, @Nullable String accept, FieldLines fields, boolean head) {
        String name = status == Status.NOT_FOUND ? "/404.html" : status.code() >= 500 ? "/50x.html" : "";
        if (name.isEmpty() || !Accept.of(accept, "text", "html").granted()) {
            return null;
        }
        try {
            if (!(site.find(name) instanceof Lookup.Found<StoredFile> found)) {
                return null;
            }
            StoredFile file = found.file();
            long length = file.representation().length();
            Body body = Body.None.NONE;
            if (!head && length > 0) {
                if (file.body().isPresent()) {
                    body = new Body.Memory(file.body().get(), 0, (int) length);
                } else {
                    Optional<FileChannel> open = site.open(file);
                    if (open.isEmpty()) {
                        return null;
                    }
                    body = new Body.FilePart(open.get(), 0, length);
                }
            }
            FieldLines content = FieldLines.of(
                    "Content-Type", file.representation().contentType(), "Content-Length", Long.toString(length));
            return new Answer(status, List.of(fields, common, content), body);
        } catch (IOException e) {
            return null; // the words are still there
        }
    }
}
