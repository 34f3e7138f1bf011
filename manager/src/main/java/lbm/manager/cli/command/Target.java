package lbm.manager.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.spec.ExitCode;

/**
 * What the arguments of a command name: one ecosystem file, or selectors ({@code all}, id, name, namespace,
 * {@code /regex/}, {@code name:N}).
 */
record Target(Optional<Path> file, List<String> selectors) {
    private static final List<String> DEFAULTS = List.of("ecosystem.yaml", "ecosystem.yml", "ecosystem.json");

    /**
     * Tells a file from selectors.
     *
     * @param arguments of the command; none means the ecosystem file of the current folder
     * @throws Failure {@code USAGE} when a file is named that is missing, unreadable or no ecosystem file
     */
    static Target of(Context context, List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Target(Optional.of(ofFolder(context.cwd())), List.of());
        }
        if (arguments.size() == 1 && namesFile(context.cwd(), arguments.get(0))) {
            return new Target(
                    Optional.of(checked(context.cwd().resolve(arguments.get(0)).normalize())), List.of());
        }
        return new Target(Optional.empty(), List.copyOf(arguments));
    }

    /** A command's file, whatever its name; without one that of the current folder. */
    static Target file(Context context, Optional<String> named) {
        Path file = named.map(name -> checked(context.cwd().resolve(name).normalize()))
                .orElseGet(() -> ofFolder(context.cwd()));
        return new Target(Optional.of(file), List.of());
    }

    private static Path ofFolder(Path cwd) {
        return DEFAULTS.stream()
                .map(cwd::resolve)
                .filter(Files::exists)
                .findFirst()
                .map(Target::checked)
                .orElseThrow(() -> missing(cwd));
    }

    private static Failure missing(Path cwd) {
        boolean ofPm2 =
                Files.exists(cwd.resolve("ecosystem.config.js")) || Files.exists(cwd.resolve("ecosystem.config.cjs"));
        return new Failure(
                ExitCode.USAGE.code(),
                "no ecosystem.yaml in " + cwd + "; name the file, or change to its folder",
                ofPm2
                        ? List.of(
                                "ecosystem.config.js is a program; its data goes into an ecosystem.yaml with the same keys")
                        : List.of());
    }

    private static boolean namesFile(Path cwd, String argument) {
        String lower = argument.toLowerCase(Locale.ROOT);
        boolean selector = argument.startsWith("/") && argument.endsWith("/") && argument.length() > 1;
        return !selector
                && (lower.endsWith(".yaml")
                        || lower.endsWith(".yml")
                        || lower.endsWith(".json")
                        || lower.endsWith(".js")
                        || argument.startsWith(".")
                        || argument.indexOf('/') >= 0
                        || Files.isRegularFile(cwd.resolve(argument)));
    }

    private static Path checked(Path file) {
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
        if (!name.endsWith(".yaml") && !name.endsWith(".yml") && !name.endsWith(".json")) {
            throw new Failure(
                    ExitCode.USAGE.code(),
                    file + " is not an ecosystem file (.yaml, .yml or .json)",
                    List.of(
                            "to run a program, write an ecosystem.yaml that names it:",
                            "apps:",
                            "  - script: " + file.getFileName()));
        }
        return file;
    }
}
