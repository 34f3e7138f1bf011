package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import lbm.worker.content.FieldLines;
import lbm.worker.http.CrossOrigin;
import org.jspecify.annotations.Nullable;

/** Answers preflights, and says in every answer who else may read it. Before authentication: a preflight has none. */
final class CorsRule implements Rule {

    private final CrossOrigin origins;
    private final FieldLines common;

    CorsRule(CrossOrigin origins, FieldLines common) {
        this.origins = origins;
        this.common = common;
    }

    @Override
    public @Nullable Answer answer(HttpRequest request, Peer peer) {
        boolean preflight = request.method().equals(HttpMethod.OPTIONS) && CrossOrigin.isPreflight(request.headers());
        return preflight ? Answer.of(origins.preflight(request.headers()), common) : null;
    }

    @Override
    public Answer completed(HttpRequest request, Peer peer, Answer answer) {
        FieldLines fields = origins.fields(request.headers());
        return fields.equals(FieldLines.NONE) ? answer : answer.with(fields);
    }
}
