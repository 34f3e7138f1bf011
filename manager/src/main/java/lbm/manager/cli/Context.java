package lbm.manager.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything a command may touch.
 *
 * @param environment of the client, as the user's shell had it
 * @param cwd absolute
 */
public record Context(
        Home home, Map<String, String> environment, Path cwd, Terminal terminal, PrintStream out, PrintStream err) {

    /** The one of this process. */
    public static Context here() {
        Map<String, String> environment = UserEnvironment.restored(System.getenv());
        return new Context(
                Home.of(environment),
                environment,
                Path.of("").toAbsolutePath(),
                Terminal.of(System.getProperties(), environment),
                stream(FileDescriptor.out, false),
                stream(FileDescriptor.err, true));
    }

    /**
     * The same, but what is told of the way is not printed.
     *
     * @param answers whether standard output is kept: it is what was asked for
     */
    public Context hushed(boolean answers) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Context(home, environment, cwd, terminal, answers ? out : nowhere, nowhere);
    }

    /** A client of the manager's control socket; connects when asked something. */
    public ControlClient control() {
        return new ControlClient(home.socket());
    }

    // Always UTF-8: JSON and log lines are, whatever LANG says; System.out would turn them into question marks under C.
    private static PrintStream stream(FileDescriptor descriptor, boolean flushEachLine) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), flushEachLine, StandardCharsets.UTF_8);
    }
}
