package lbm.manager.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.ecosystem.io.ConfigScript;
import lbm.manager.ecosystem.io.EcosystemFiles;
import lbm.manager.ecosystem.io.EcosystemFiles.Read;
import lbm.manager.spec.ExitCode;

/**
 * What the arguments of a command name: one ecosystem file, or selectors ({@code all}, id, name, namespace,
 * {@code /regex/}, {@code name:N}).
 *
 * @param exported what the file exports, as JSON, when it is a program such as {@code ecosystem.config.js}
 */
record Target(Optional<Path> file, Optional<String> exported, List<String> selectors) {

    /**
     * Tells a file from selectors.
     *
     * @param arguments of the command; none means the ecosystem file of the current folder
     * @throws Failure {@code USAGE} when a file is named that is missing, unreadable or no ecosystem file
     */
    static Target of(Context context, List<String> arguments) {
        if (arguments.isEmpty()) {
            return ofFile(context, ofFolder(context.cwd()));
        }
        if (arguments.size() == 1 && namesFile(context.cwd(), arguments.get(0))) {
            return ofFile(
                    context, checked(context.cwd().resolve(arguments.get(0)).normalize()));
        }
        return new Target(Optional.empty(), Optional.empty(), List.copyOf(arguments));
    }

    /** A command's file, whatever its name; without one that of the current folder. */
    static Target file(Context context, Optional<String> named) {
        Path file = named.map(name -> checked(context.cwd().resolve(name).normalize(), true))
                .orElseGet(() -> ofFolder(context.cwd()));
        return ofFile(context, file);
    }

    private static Target ofFile(Context context, Path file) {
        if (!ConfigScript.isOne(file)) {
            return new Target(Optional.of(file), Optional.empty(), List.of());
        }
        // Here, not in the manager: only we are in the caller's folder, and the manager must not wait for a program.
        Read read = ConfigScript.evaluate(
                file,
                context.environment(),
                context.cwd(),
                line -> context.err().println(line));
        if (read instanceof Read.Failure failure) {
            throw new Failure(ExitCode.USAGE, failure.problem().line());
        }
        return new Target(
                Optional.of(file), Optional.of(((Read.Text) read).source().text()), List.of());
    }

    private static Path ofFolder(Path cwd) {
        return EcosystemFiles.standard(cwd)
                .map(Target::checked)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "no ecosystem.yaml in " + cwd + "; name the file, or change to its folder"));
    }

    private static boolean namesFile(Path cwd, String argument) {
        String lower = argument.toLowerCase(Locale.ROOT);
        boolean selector = argument.startsWith("/") && argument.endsWith("/") && argument.length() > 1;
        return !selector
                && (EcosystemFiles.isOne(lower)
                        || lower.endsWith(".js")
                        || argument.startsWith(".")
                        || argument.indexOf('/') >= 0
                        || Files.isRegularFile(cwd.resolve(argument)));
    }

    private static Path checked(Path file) {
        return checked(file, false);
    }

    private static Path checked(Path file, boolean anyProgram) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (!Files.exists(file)) {
            throw new Failure(ExitCode.USAGE, "no such file: " + file);
        }
        if (Files.isDirectory(file)) {
            throw new Failure(ExitCode.USAGE, file + " is a folder; name the ecosystem file in it, or use `lbm serve`");
        }
        if (!Files.isReadable(file)) {
            throw new Failure(ExitCode.NO_PERMISSION, "no permission to read " + file);
        }
        if (!EcosystemFiles.isOne(name) && !(anyProgram && ConfigScript.isOne(file))) {
            throw new Failure(
                    ExitCode.USAGE.code(),
                    file + " is not an ecosystem file (.yaml, .yml, .json or .config.js)",
                    List.of(
                            "to run a program, write an ecosystem.yaml that names it:",
                            "apps:",
                            "  - script: " + file.getFileName()));
        }
        return file;
    }
}
