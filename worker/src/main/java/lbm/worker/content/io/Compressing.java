package lbm.worker.content.io;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import lbm.worker.content.Coding;

/** Somebody who makes codings of files, elsewhere than on the event loop. */
interface Compressing {

    /** What came of it. */
    sealed interface Result {

        /** The body in direct memory, with the strong tag of these very bytes. */
        record Made(ByteBuffer body, String etag) implements Result {}

        /** It would not get smaller, or this machine cannot make it: not to be asked again. */
        record Useless() implements Result {}

        /** Not this time. */
        record Failed() implements Result {}
    }

    /**
     * Asks for one coding of a file; asking again while it waits is no second question.
     *
     * @param done told the result in a thread of its own; never told when too much is asked for at once
     */
    void ask(StoredFile file, Coding coding, Consumer<Result> done);
}
