package lbm.worker.content.io;

import java.util.EnumMap;
import java.util.Map;
import lbm.worker.content.Coding;
import org.jspecify.annotations.Nullable;

/**
 * The codings of one state of one file, as far as they are there. Each is a representation of its own, with its own
 * bytes, length and entity tag (RFC 9110 §8.8.3.3). The event loop's.
 */
final class Variants {

    /** Of a file that is only ever sent as it is. */
    static final Variants NONE = new Variants(false);

    private final boolean vary;
    private final Map<Coding, StoredFile> siblings = new EnumMap<>(Coding.class);
    private final Map<Coding, Made> made = new EnumMap<>(Coding.class);

    private Variants(boolean vary) {
        this.vary = vary;
    }

    /** Nothing made yet. */
    static Variants of(boolean vary) {
        return vary ? new Variants(true) : NONE;
    }

    /** Whether what is answered depends on what the client takes. */
    boolean vary() {
        return vary;
    }

    /** What lies beside the file now; null: nothing that could be used. */
    void sibling(Coding coding, @Nullable StoredFile file) {
        if (file == null) {
            siblings.remove(coding);
        } else {
            siblings.put(coding, file);
        }
    }

    @Nullable
    StoredFile sibling(Coding coding) {
        return siblings.get(coding);
    }

    /** Null: never asked for, or let go. */
    @Nullable
    Made made(Coding coding) {
        return made.get(coding);
    }

    void made(Coding coding, Made it) {
        made.put(coding, it);
    }

    void letGo(Coding coding) {
        made.remove(coding);
    }

    /** A coding that was asked for; told apart by identity. */
    static final class Made {
        /** Null: still being made, or of no use. */
        @Nullable
        StoredFile file;

        /** It would not get smaller, or cannot be made here. */
        boolean useless;
    }
}
