package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Something that may answer a request before the site does. Runs on the event loop and must not block. */
interface Rule {

    /** The answer, with every field it needs; null: the next rule is asked. */
    @Nullable
    Answer answer(HttpRequest request, Peer peer);

    /** The answer, whoever gave it, with what this rule has to say about it; most have nothing to say. */
    default Answer completed(HttpRequest request, Peer peer, Answer answer) {
        return answer;
    }
}
