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

        /** The file is another one by now, and will be asked for as such. */
        record Changed() implements Result {}
    }

    /** Makes nothing. */
    Compressing NOBODY = new Compressing() {
        @Override
        public boolean ask(StoredFile file, Coding coding, Consumer<Result> done) {
            return false;
        }

        @Override
        public void start() {}
    };

    /**
     * Asks for one coding of a file.
     *
     * @param done told the result, once, in a thread of its own
     * @return false: not now, too much is asked for; nobody will be told
     */
    boolean ask(StoredFile file, Coding coding, Consumer<Result> done);

    /** Begins; what is asked for before waits. */
    void start();
}
