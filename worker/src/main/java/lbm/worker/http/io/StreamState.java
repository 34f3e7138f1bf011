package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpRequest;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;

/** One request of HTTP/2 and what has become of its answer. */
final class StreamState {

    final HttpRequest request;
    final @Nullable Status refused;
    /** Content bytes that came with it and were dropped. */
    long content;
    /** An answer has begun. */
    boolean answered;

    @Nullable
    Feed feed;

    private boolean touched = true;
    private long quietSince;

    StreamState(HttpRequest request, @Nullable Status refused) {
        this.request = request;
        this.refused = refused;
    }

    /** Something of it has come or has left. */
    void touch() {
        touched = true;
    }

    /** Whether nothing has moved for too long. */
    boolean overdue(long now, long answerNanos, long requestNanos) {
        if (touched) {
            touched = false;
            quietSince = now;
            return false;
        }
        return now - quietSince > (answered ? answerNanos : requestNanos);
    }
}
