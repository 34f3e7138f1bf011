package lbm.worker.content.io;

import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.Optional;
import lbm.worker.content.FileFacts;
import lbm.worker.content.Heads;
import lbm.worker.content.Representation;

/**
 * A file as it was found. Small ones come with their bytes, which belong to these very facts.
 *
 * @param real the path without symbolic links
 * @param body direct memory, never released by hand: it goes with the last reference. Empty: too large to keep
 * @param heads header lines that do not change while the file does not
 * @param variants its codings
 */
public record StoredFile(
        Path real,
        FileFacts facts,
        Representation representation,
        Optional<ByteBuf> body,
        Heads heads,
        Variants variants) {

    /** Bytes it takes in memory. */
    long weight() {
        return heads.size() + (body.isPresent() ? representation.length() : 0);
    }
}
