package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;

/** What the parser asks about paths: the seam that keeps it free of files. Paths are absolute. */
public interface Disk {

    /** A folder that can be entered and read. */
    boolean isFolder(Path path);

    /** A regular file that can be read. */
    boolean isFile(Path path);

    /** A certificate and its key, as workers will read them. */
    Pair pair(Path chain, Path key);

    /** What is to be said of a certificate and its key. */
    sealed interface Pair {

        /**
         * They can be used.
         *
         * @param caution what clients will not like, as the end of a sentence; empty: nothing
         */
        record Good(String caution) implements Pair {}

        /**
         * They cannot.
         *
         * @param ofKey whether it is the key's fault
         * @param why the end of a sentence that begins with the file: {@code has no certificate in PEM}
         */
        record Bad(boolean ofKey, String why) implements Pair {}
    }

    /** The text of a file; empty when it cannot be read, is no UTF-8 or is larger than a megabyte. */
    Optional<String> text(Path path);

    /** Users and groups of the system. */
    Accounts accounts();

    /** A regular file that can be executed. */
    boolean isProgram(Path path);

    /** A program looked up on PATH by its bare name. */
    Optional<Path> onPath(String name);
}
