package lbm.manager.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import lbm.manager.spec.ExitCode;

/** A command that cannot go on: one clear line, more lines under it, and the exit code. */
public class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final transient List<String> details;

    public Failure(ExitCode code, String message) {
        this(code.code(), message, List.of());
    }

    /**
     * A failure with more to say.
     *
     * @param message says what is wrong and what to do, without the {@code lbm:} in front
     * @param details printed indented below it
     */
    public Failure(int code, String message, List<String> details) {
        // No stack trace: it is an answer to a person, made often enough that it should cost nothing.
        super(message, null, false, false);
        this.code = code;
        this.details = List.copyOf(details);
    }

    /** A file that the system does not let us write, with its reason; Java's message is often the path alone. */
    public static Failure unwritable(Path file, IOException e) {
        boolean denied = e instanceof AccessDeniedException;
        String why = denied
                ? "permission denied"
                : e instanceof NoSuchFileException ? "no such folder" : String.valueOf(e.getMessage());
        return new Failure(denied ? ExitCode.NO_PERMISSION : ExitCode.FAILED, file + " cannot be written: " + why);
    }

    public int code() {
        return code;
    }

    public List<String> details() {
        return details;
    }

    /** Message of a failure; never null, unlike that of exceptions in general. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
