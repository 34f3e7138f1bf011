package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An ecosystem file as text.
 *
 * @param name what problems call it: {@code ecosystem.yaml}
 * @param file where it is, absolute; empty for text that came from the command line
 * @param folder what relative paths start from, absolute
 * @param placed whether lines and columns of the text are those of the file; not when a program printed it
 */
public record SourceText(String name, Optional<Path> file, Path folder, String text, boolean placed) {

    public SourceText(String name, Optional<Path> file, Path folder, String text) {
        this(name, file, folder, text, true);
    }

    /** The text of a file; relative paths in it start from its folder. */
    public static SourceText of(Path file, String text) {
        return of(file, text, true);
    }

    /** What a file that is a program exports, as JSON; problems then have a path but no line. */
    public static SourceText exported(Path file, String json) {
        return of(file, json, false);
    }

    private static SourceText of(Path file, String text, boolean placed) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent() == null ? absolute : absolute.getParent();
        return new SourceText(String.valueOf(absolute.getFileName()), Optional.of(absolute), folder, text, placed);
    }
}
