package lbm.manager.process.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lbm.manager.process.Command;

/** Finds the file of a command's program, or says why there is none to run. */
public final class ProgramPath {

    /** What execvp(3) takes when PATH is unset, plus where packages of the site live. */
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    private static final int SHEBANG_LIMIT = 256;

    private ProgramPath() {}

    /**
     * The file that will be run.
     *
     * @throws IOException {@code no such directory: …}, {@code no such program: …}, {@code not executable: …}
     */
    public static Path find(Command command) throws IOException {
        if (!Files.isDirectory(command.cwd())) {
            throw new IOException("no such directory: " + command.cwd());
        }
        String program = command.argv().get(0);
        Path refused = null;
        for (Path candidate : candidates(command, program)) {
            if (Files.isRegularFile(candidate)) {
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
                refused = refused == null ? candidate : refused;
            }
        }
        if (refused != null) {
            throw new IOException("not executable: " + refused);
        }
        throw new IOException("no such program: " + program);
    }

    private static List<Path> candidates(Command command, String program) {
        if (program.indexOf('/') >= 0) {
            return List.of(command.cwd().resolve(program));
        }
        List<Path> candidates = new ArrayList<>();
        for (String folder : command.env().getOrDefault("PATH", DEFAULT_PATH).split(":", -1)) {
            candidates.add(command.cwd().resolve(folder).resolve(program));
        }
        return candidates;
    }

    /** Why the kernel refused a file that is there and executable. */
    static IOException explain(Path program, int errno) {
        String first = firstLine(program);
        if (errno == Libc.ENOENT && first.startsWith("#!")) {
            return new IOException("cannot run " + program + ": no such interpreter: "
                    + first.substring(2).strip());
        }
        IOException failure = Libc.failure("cannot run " + program, errno);
        return errno == Libc.EAGAIN
                ? new IOException(
                        failure.getMessage()
                                + " (as many processes as `ulimit -u` or pids.max of a control group allow)",
                        failure)
                : failure;
    }

    private static String firstLine(Path program) {
        try (var in = Files.newInputStream(program)) {
            String head = new String(in.readNBytes(SHEBANG_LIMIT), StandardCharsets.ISO_8859_1);
            int end = head.indexOf('\n');
            return end < 0 ? head : head.substring(0, end);
        } catch (IOException e) {
            return "";
        }
    }
}
