package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A path as it is written, before it is known what it is relative to.
 *
 * @param needed whether a file must be there that can be read
 */
record WrittenPath(Value at, String text, boolean needed) {

    /** A file that may come later. */
    static final Kind<WrittenPath> PATH = kind(false);

    /** A file that must be there. */
    static final Kind<WrittenPath> FILE = kind(true);

    private static Kind<WrittenPath> kind(boolean needed) {
        return new Kind<>() {
            @Override
            public Optional<WrittenPath> read(Value value, Report report) {
                return Kinds.TEXT.read(value, report).map(text -> new WrittenPath(value, text, needed));
            }

            @Override
            public String expected() {
                return needed ? "a file that can be read" : "a file name";
            }

            @Override
            public ObjectNode schema() {
                return Shapes.type("string");
            }
        };
    }
}
