package lbm.worker.http.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.worker.content.Conditions;
import lbm.worker.content.Fallback;
import lbm.worker.content.FieldLines;
import lbm.worker.content.Lookup;
import lbm.worker.content.Multipart;
import lbm.worker.content.Selection;
import lbm.worker.content.io.Site;
import lbm.worker.content.io.StoredFile;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the answer to a request that is in order, whatever version of HTTP it came by. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** How often a file may be replaced between finding and opening it. */
    private static final int TRIES = 5;

    private final Site site;
    private final boolean spa;
    private final FieldLines common;
    private final List<Rule> rules;
    private final Clients clients;
    private final ErrorPages errors;

    /**
     * Answers about one site.
     *
     * @param common fields of every answer
     * @param rules asked before the site, in their order
     * @param clients says who asks, behind whom it may be
     */
    Answers(Site site, boolean spa, FieldLines common, List<Rule> rules, Clients clients) {
        this.site = site;
        this.spa = spa;
        this.common = common;
        this.rules = rules;
        this.clients = clients;
        this.errors = new ErrorPages(site, common);
    }

    /** Whether a method asks for a representation. */
    static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** The answer; never fails: what cannot be read is a 500 that says nothing. */
    Answer to(HttpRequest request, Peer connection) {
        Peer peer = clients.of(request, connection);
        Answer answer = found(request, peer);
        for (int i = 0; i < rules.size(); i++) {
            answer = rules.get(i).completed(request, peer, answer);
        }
        return request.method().equals(HttpMethod.HEAD) && answer.body() != Body.None.NONE ? answer.head() : answer;
    }

    /** An answer to a request that is refused as such; nothing of it is looked at but whether it wants content. */
    Answer refusal(HttpRequest request, Status status) {
        Answer answer = Answer.of(
                status == Status.METHOD_NOT_ALLOWED ? Reply.error(status, Reply.ALLOW) : Reply.error(status), common);
        return request.method().equals(HttpMethod.HEAD) ? answer.head() : answer;
    }

    private Answer found(HttpRequest request, Peer peer) {
        for (int i = 0; i < rules.size(); i++) {
            Answer answer = rules.get(i).answer(request, peer);
            if (answer != null) {
                return answer;
            }
        }
        if (request.method().equals(HttpMethod.OPTIONS)) {
            return Answer.of(Reply.options(), common);
        }
        if (!isRead(request.method())) {
            return errors.of(Status.METHOD_NOT_ALLOWED, request, Reply.ALLOW);
        }
        try {
            return file(request);
        } catch (AccessDeniedException e) {
            return error(Status.FORBIDDEN, request);
        } catch (IOException e) {
            LOG.error("{} cannot be read: {}", request.uri(), e.toString());
            return error(Status.ERROR, request);
        }
    }

    private Answer file(HttpRequest request) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Lookup<StoredFile> found = find(request);
            if (!(found instanceof Lookup.Found<StoredFile> it)) {
                int query = request.uri().indexOf('?');
                return notFound(request, found, query < 0 ? "" : request.uri().substring(query));
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
        Lookup<StoredFile> found = site.find(request.uri());
        boolean page = found instanceof Lookup.Missing<StoredFile> missing
                && spa
                && Fallback.isDeepLink(missing.path(), request.headers().get(HttpHeaderNames.ACCEPT));
        return page ? site.index() : found;
    }

    private Answer notFound(HttpRequest request, Lookup<StoredFile> found, String query) {
        if (found instanceof Lookup.Folder<StoredFile> folder) {
            return Answer.of(Reply.moved(folder.location() + query), common);
        }
        if (found instanceof Lookup.Listed<StoredFile> listed) {
            return Answer.of(Reply.page(new String(listed.listing().html(), UTF_8)), common);
        }
        if (found instanceof Lookup.Denied) {
            return error(Status.FORBIDDEN, request);
        }
        boolean bad = found instanceof Lookup.Bad || found instanceof Lookup.Server;
        return error(bad ? Status.BAD_REQUEST : Status.NOT_FOUND, request);
    }

    /** Empty: the file is another one by now. */
    private Optional<Answer> file(StoredFile found, HttpRequest request) throws IOException {
        boolean get = request.method().equals(HttpMethod.GET);
        Conditions asked = conditions(request.headers());
        StoredFile file = site.choose(found, joined(request.headers(), HttpHeaderNames.ACCEPT_ENCODING), asked);
        Selection part = Selection.of(file.representation(), asked, get);
        if (part instanceof Selection.Failed) {
            return Optional.of(error(Status.PRECONDITION_FAILED, request));
        }
        if (part instanceof Selection.Unsatisfiable) {
            FieldLines range = FieldLines.of(
                    "Content-Range", "bytes */" + file.representation().length());
            return Optional.of(errors.of(Status.RANGE_NOT_SATISFIABLE, request, range));
        }
        if (part instanceof Selection.NotModified) {
            return Optional.of(
                    new Answer(Status.NOT_MODIFIED, List.of(file.heads().notModified()), Body.None.NONE));
        }
        if (part instanceof Selection.Part range) {
            FieldLines place = FieldLines.of(
                    "Content-Range",
                    range.range(file.representation().length()),
                    "Content-Length",
                    Long.toString(range.length()));
            List<FieldLines> fields = List.of(file.heads().part(), place);
            return body(file, get, range.from(), range.length()).map(body -> new Answer(Status.PARTIAL, fields, body));
        }
        // A coding would be read as that of the multipart content, so a coded file is sent whole.
        boolean plain = file.heads().part().get("Content-Encoding").isEmpty();
        if (part instanceof Selection.Parts several && plain) {
            return parts(file, several.parts());
        }
        return body(file, get, 0, file.representation().length())
                .map(body -> new Answer(Status.OK, List.of(file.heads().whole()), body));
    }

    /** Several ranges (RFC 9110 §15.3.7.2): each part has the type, the whole has another. */
    private Optional<Answer> parts(StoredFile file, List<Selection.Part> parts) throws IOException {
        Optional<FileChannel> open = file.body().isPresent() ? Optional.empty() : site.open(file);
        if (file.body().isEmpty() && open.isEmpty()) {
            return Optional.empty();
        }
        Multipart layout = Multipart.of(file.representation(), parts);
        List<Body> bodies = new ArrayList<>(2 * parts.size() + 1);
        for (int i = 0; i < parts.size(); i++) {
            Selection.Part part = parts.get(i);
            bodies.add(new Body.Text(layout.heads().get(i).getBytes(ISO_8859_1)));
            bodies.add(
                    open.isPresent()
                            ? new Body.FilePart(open.get(), part.from(), part.length())
                            : new Body.Memory(file.body().get(), (int) part.from(), (int) part.length()));
        }
        bodies.add(new Body.Text(layout.end().getBytes(ISO_8859_1)));
        FieldLines content = FieldLines.of(
                "Accept-Ranges",
                "bytes",
                "Content-Type",
                layout.type(),
                "Content-Length",
                Long.toString(layout.length()));
        return Optional.of(new Answer(
                Status.PARTIAL, List.of(file.heads().notModified(), content), new Body.Sequence(List.copyOf(bodies))));
    }

    /** Empty: the file is another one by now. */
    private Optional<Body> body(StoredFile file, boolean get, long from, long length) throws IOException {
        if (!get || length == 0) {
            return Optional.of(Body.None.NONE);
        }
        if (file.body().isPresent()) {
            return Optional.of(new Body.Memory(file.body().get(), (int) from, (int) length));
        }
        Optional<FileChannel> open = site.open(file);
        return open.map(it -> new Body.FilePart(it, from, length));
    }

    private Answer error(Status status, HttpRequest request) {
        return errors.of(status, request, FieldLines.NONE);
    }

    private static Conditions conditions(HttpHeaders headers) {
        return new Conditions(
                joined(headers, HttpHeaderNames.IF_MATCH),
                joined(headers, HttpHeaderNames.IF_UNMODIFIED_SINCE),
                joined(headers, HttpHeaderNames.IF_NONE_MATCH),
                joined(headers, HttpHeaderNames.IF_MODIFIED_SINCE),
                joined(headers, HttpHeaderNames.RANGE),
                joined(headers, HttpHeaderNames.IF_RANGE));
    }

    /**
     * A list may come in several lines (RFC 9110 §5.3). Several lines of what is no list say nothing that can be relied
     * on: joined, they are not valid, and are ignored as such.
     */
    private static @Nullable String joined(HttpHeaders headers, CharSequence name) {
        String first = headers.get(name);
        if (first == null) {
            return null;
        }
        List<String> lines = headers.getAll(name);
        return lines.size() == 1 ? first : String.join(", ", lines);
    }
}
