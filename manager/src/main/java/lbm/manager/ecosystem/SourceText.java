package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An ecosystem file as text.
 *
 * @param name what problems call it: {@code ecosystem.yaml}
 * @param file where it is, absolute; empty for text that came from the command line
 * @param folder what relative paths start from, absolute
 */
public record SourceText(String name, Optional<Path> file, Path folder, String text) {

    /** The text of a file; relative paths in it start from its folder. */
    public static SourceText of(Path file, String text) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
        return new SourceText(String.valueOf(absolute.getFileName()), Optional.of(absolute), folder, text);
    }
}
