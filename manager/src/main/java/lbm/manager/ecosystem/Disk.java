package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;

/** What the parser asks about paths: the seam that keeps it free of files. Paths are absolute. */
public interface Disk {

    /** A folder that can be entered and read. */
    boolean isFolder(Path path);

    /** A regular file that can be read. */
    boolean isFile(Path path);

    /** A regular file that can be executed. */
    boolean isProgram(Path path);

    /** A program looked up on PATH by its bare name. */
    Optional<Path> onPath(String name);
}
