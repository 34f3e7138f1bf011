package lbm.manager.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import lbm.manager.ecosystem.EcosystemInput;
import lbm.manager.spec.ExitCode;

/** The argument {@code -}: an ecosystem file on standard input. */
public final class StandardInput {

    /** Bytes; more is no ecosystem file but a slip of the hand. */
    private static final int LARGEST = 1024 * 1024;

    private static final String MARK = "-";

    private StandardInput() {}

    public static boolean means(String argument) {
        return argument.equals(MARK);
    }

    /**
     * Reads it to its end.
     *
     * @param folder where relative paths in it start
     * @throws Failure {@code USAGE} when it is empty, too long or not UTF-8
     */
    public static EcosystemInput read(InputStream in, Path folder) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new Failure(ExitCode.USAGE, "standard input is larger than 1 MB; expected an ecosystem file");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.isBlank()) {
                throw new Failure(ExitCode.USAGE, "standard input is empty; expected an ecosystem file, YAML or JSON");
            }
            return new EcosystemInput(Optional.empty(), Optional.of(text), folder);
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.USAGE, "standard input is not UTF-8 text; expected an ecosystem file");
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "standard input cannot be read: " + e.getMessage());
        }
    }
}
