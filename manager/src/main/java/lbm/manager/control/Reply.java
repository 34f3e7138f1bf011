package lbm.manager.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lbm.manager.spec.ExitCode;

/** How a request is answered: once with {@link #json} or {@link #problem}, or with a {@link #stream}. */
public interface Reply {

    /** The whole answer. */
    void json(int status, JsonNode body);

    /** One clear line and the exit code it means to a command line. */
    void problem(int status, ExitCode exit, String error, List<String> details);

    /** Newline-delimited JSON from now on, until {@link Stream#end}. */
    Stream stream();

    /** Lines to a client that may be slow, or gone. */
    interface Stream {
        void line(JsonNode line);

        /** Whether the client has taken what it was sent; a follower that has not may skip. */
        boolean writable();

        /** Called on the loop when the client has gone before {@link #end}. */
        void onGone(Runnable action);

        void end();
    }
}
