package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An ecosystem file as a client hands it over: by its path, or as text where the client has read it (standard input) or
 * evaluated it (a file that is a program).
 *
 * @param file absolute; empty for standard input
 * @param text what to read instead of the file's content; JSON or YAML
 * @param folder where relative paths start when there is no file, absolute
 */
public record EcosystemInput(Optional<Path> file, Optional<String> text, Path folder) {

    /** What problems call a text that came without a file. */
    private static final String STANDARD_INPUT = "standard input";

    /** The text to parse; empty: it is to be read from the file. */
    public Optional<SourceText> source() {
        return text.map(it -> file.map(path -> SourceText.exported(path, it))
                .orElseGet(() -> new SourceText(STANDARD_INPUT, Optional.empty(), folder, it)));
    }
}
