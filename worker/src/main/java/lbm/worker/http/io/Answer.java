package lbm.worker.http.io;

import java.nio.channels.FileChannel;
import java.util.Optional;
import lbm.worker.content.Selection;
import lbm.worker.content.io.StoredFile;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;

/** What a request is answered with, before it is written. */
sealed interface Answer {

    /** Something that is no file. */
    record Text(Reply reply) implements Answer {}

    /**
     * A file, a part of it, or the word that the client has it.
     *
     * @param open a file that is not in memory and whose bytes are to be sent; whoever has the answer closes it
     */
    record File(StoredFile file, Selection part, Optional<FileChannel> open) implements Answer {

        Status status() {
            if (part instanceof Selection.NotModified) {
                return Status.NOT_MODIFIED;
            }
            return part instanceof Selection.Part ? Status.PARTIAL : Status.OK;
        }

        long from() {
            return part instanceof Selection.Part range ? range.from() : 0;
        }

        /** Body bytes of a GET. */
        long length() {
            if (part instanceof Selection.NotModified) {
                return 0;
            }
            return part instanceof Selection.Part range
                    ? range.length()
                    : file.representation().length();
        }
    }
}
