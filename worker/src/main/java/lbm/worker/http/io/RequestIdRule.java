package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpRequest;
import lbm.worker.content.FieldLines;
import lbm.worker.http.RequestIds;
import org.jspecify.annotations.Nullable;

/** Gives each request a name, in its own header for the log and in that of its answer. Asked first. */
final class RequestIdRule implements Rule {

    static final String NAME = "X-Request-Id";

    private final RequestIds ids;

    RequestIdRule(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    public @Nullable Answer answer(HttpRequest request, Peer peer) {
        request.headers().set(NAME, ids.of(request.headers().get(NAME)));
        return null;
    }

    @Override
    public Answer completed(HttpRequest request, Peer peer, Answer answer) {
        return answer.with(FieldLines.of(NAME, request.headers().get(NAME, "")));
    }
}
