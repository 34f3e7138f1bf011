package lbm.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lbm.manager.cli.command.Commands;
import lbm.manager.spec.ExitCode;

/**
 * The {@code lbm} command. The read-only commands are answered here without loading the option parser; everything else
 * is a class in {@code lbm.manager.cli.command}.
 */
public final class Lbm {
    private Lbm() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String[] args) {
        Context context;
        try {
            context = Context.here();
        } catch (Failure failure) {
            System.err.println("lbm: " + failure.line());
            return failure.code();
        }
        return run(context, args);
    }

    /** Runs one command in surroundings of the caller's; prints its failure; returns its exit code. */
    static int run(Context context, String[] args) {
        int code;
        try {
            FastRoad fast = new FastRoad(context);
            code = fast.takes(args) ? fast.run(args[0]) : Commands.run(context, args);
        } catch (OutputClosed closed) {
            return 0;
        } catch (Failure failure) {
            code = told(context, failure);
        } catch (RuntimeException | StackOverflowError e) {
            code = unexpected(context, e);
        } catch (OutOfMemoryError e) {
            code = told(context, tooLittle(e));
        }
        context.err().flush();
        context.out().flush();
        // PrintStream swallows errors: a full disk or a closed pipe must not look like success.
        if (context.out().checkError() && code == 0) {
            if (outIsFile()) {
                context.err().println("lbm: standard output cannot be written: is the disk full?");
            }
            return ExitCode.FAILED.code();
        }
        return code;
    }

    /** The JVM has one error for both. */
    private static Failure tooLittle(OutOfMemoryError e) {
        String what = String.valueOf(e.getMessage());
        return what.contains("thread")
                ? new Failure(
                        ExitCode.FAILED,
                        "no thread can be made: as many processes as `ulimit -u` or pids.max of a control group"
                                + " allow; what was asked for may be under way")
                : new Failure(ExitCode.FAILED, "no memory is left for this command: " + what);
    }

    /** Prints a failure the one way all commands do. */
    private static int told(Context context, Failure failure) {
        context.out().flush();
        context.err().println("lbm: " + failure.line());
        for (String detail : failure.details()) {
            context.err().println("  " + detail);
        }
        if (debug(context)) {
            failure.printStackTrace(context.err());
        }
        return failure.code();
    }

    /** A mistake of lbm's own: still one line; the trace only for who asks. */
    private static int unexpected(Context context, Throwable e) {
        context.out().flush();
        context.err().println("lbm: internal error: " + e + " (LBM_DEBUG=1 shows where)");
        if (debug(context)) {
            e.printStackTrace(context.err());
        }
        return ExitCode.FAILED.code();
    }

    /** Else a reader has gone, which is its own affair. */
    private static boolean outIsFile() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("/");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean debug(Context context) {
        return !context.environment().getOrDefault("LBM_DEBUG", "").isEmpty();
    }
}
