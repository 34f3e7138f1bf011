package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpRequest;

/** Is told of every answer once it is out. Runs on the event loop and must not block. */
interface Observer {

    /**
     * An answer went out, or was cut off.
     *
     * @param request as it came; it may be one that could not be read
     * @param bodyBytes content that was handed to the socket
     * @param nanos from the end of the request to the end of the answer
     */
    void answered(HttpRequest request, Peer peer, Answer answer, long bodyBytes, long nanos);
}
