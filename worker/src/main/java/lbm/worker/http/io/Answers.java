package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import lbm.worker.content.Conditions;
import lbm.worker.content.Fallback;
import lbm.worker.content.Lookup;
import lbm.worker.content.Selection;
import lbm.worker.content.io.StoredFile;
import lbm.worker.http.Health;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the answer to a request that is in order. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** How often a file may be replaced between finding and opening it. */
    private static final int TRIES = 5;

    private final SiteServer server;

    Answers(SiteServer server) {
        this.server = server;
    }

    /** Whether a method asks for a representation. */
    static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** The answer; never fails: what cannot be read is a 500 that says nothing. */
    Answer to(HttpRequest request) {
        if (request.method().equals(HttpMethod.OPTIONS)) {
            return new Answer.Text(Reply.options());
        }
        if (!isRead(request.method())) {
            return new Answer.Text(Reply.error(Status.METHOD_NOT_ALLOWED, Reply.ALLOW));
        }
        int query = request.uri().indexOf('?');
        String path = query < 0 ? request.uri() : request.uri().substring(0, query);
        if (path.equals("/health")) {
            return new Answer.Text(server.probe().measure().reply());
        }
        if (path.equals("/ready")) {
            return new Answer.Text(Health.ready(server.ready()));
        }
        try {
            return site(request, query < 0 ? "" : request.uri().substring(query));
        } catch (AccessDeniedException e) {
            return error(Status.FORBIDDEN);
        } catch (IOException e) {
            LOG.error("{} cannot be read: {}", path, e.toString());
            return error(Status.ERROR);
        }
    }

    private Answer site(HttpRequest request, String query) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Lookup<StoredFile> found = find(request);
            if (!(found instanceof Lookup.Found<StoredFile> it)) {
                return notFound(found, query);
            }
            Optional<Answer> answer = file(it.file(), request);
            if (answer.isPresent()) {
                return answer.get();
            }
            // Another file has taken its place since it was found: once more, with that one.
        }
        throw new IOException("changes all the time");
    }

    private Lookup<StoredFile> find(HttpRequest request) throws IOException {
        Lookup<StoredFile> found = server.site().find(request.uri());
        boolean page = found instanceof Lookup.Missing<StoredFile> missing
                && server.spa()
                && Fallback.isDeepLink(missing.path(), request.headers().get(HttpHeaderNames.ACCEPT));
        return page ? server.site().index() : found;
    }

    private static Answer notFound(Lookup<StoredFile> found, String query) {
        if (found instanceof Lookup.Folder<StoredFile> folder) {
            return new Answer.Text(Reply.moved(folder.location() + query));
        }
        if (found instanceof Lookup.Denied) {
            return error(Status.FORBIDDEN);
        }
        boolean bad = found instanceof Lookup.Bad || found instanceof Lookup.Server;
        return error(bad ? Status.BAD_REQUEST : Status.NOT_FOUND);
    }

    /** Empty: the file is another one by now. */
    private Optional<Answer> file(StoredFile file, HttpRequest request) throws IOException {
        boolean get = request.method().equals(HttpMethod.GET);
        Selection part = Selection.of(file.representation(), conditions(request.headers()), get);
        if (part instanceof Selection.Failed) {
            return Optional.of(error(Status.PRECONDITION_FAILED));
        }
        if (part instanceof Selection.Unsatisfiable) {
            String range = "Content-Range: bytes */" + file.representation().length();
            return Optional.of(new Answer.Text(Reply.error(Status.RANGE_NOT_SATISFIABLE, range)));
        }
        if (file.body().isPresent() || !get || part instanceof Selection.NotModified) {
            return Optional.of(new Answer.File(file, part, Optional.empty()));
        }
        Optional<FileChannel> open = server.site().open(file);
        return open.map(it -> new Answer.File(file, part, open));
    }

    private static Answer error(Status status) {
        return new Answer.Text(Reply.error(status));
    }

    private static Conditions conditions(HttpHeaders headers) {
        return new Conditions(
                headers.get(HttpHeaderNames.IF_MATCH),
                headers.get(HttpHeaderNames.IF_UNMODIFIED_SINCE),
                headers.get(HttpHeaderNames.IF_NONE_MATCH),
                headers.get(HttpHeaderNames.IF_MODIFIED_SINCE),
                headers.get(HttpHeaderNames.RANGE),
                headers.get(HttpHeaderNames.IF_RANGE));
    }
}
