package lbm.manager.cli.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.StandardInput;
import lbm.manager.ecosystem.EcosystemInput;
import lbm.manager.spec.ExitCode;

/**
 * What the arguments of a command name: one ecosystem file, or selectors ({@code all}, id, name, namespace,
 * {@code /regex/}, {@code name:N}).
 */
record Target(Optional<EcosystemInput> input, List<String> selectors) {
    private static final List<String> DEFAULTS = List.of("ecosystem.yaml", "ecosystem.yml", "ecosystem.json");
    private static final List<String> SCRIPTS =
            List.of(".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".sh", ".php", ".pl", ".jar");

    /** The file, when it is one on disk. */
    Optional<Path> file() {
        return input.flatMap(EcosystemInput::file);
    }

    /**
     * Tells files from selectors, each file a target of its own; selectors between two files go together.
     *
     * @param arguments of the command; none means the ecosystem file of the current folder
     * @throws Failure {@code USAGE} when a file is named that is missing, unreadable or no ecosystem file
     */
    static List<Target> of(Context context, List<String> arguments) {
        return each(context, arguments, word -> namesFile(context.cwd(), word));
    }

    /** The same for {@code start}, where a path that is no ecosystem file is a program. */
    static List<Target> orPrograms(Context context, List<String> arguments) {
        return each(context, arguments, word -> {
            if (isSelector(word) || isEcosystem(word)) {
                return !isSelector(word);
            }
            Path path = context.cwd().resolve(word);
            boolean script =
                    SCRIPTS.stream().anyMatch(lower(word)::endsWith) || word.indexOf('/') >= 0 || word.startsWith(".");
            boolean line = word.chars().anyMatch(Character::isWhitespace);
            if (script && (Files.isDirectory(path) || (!line && !Files.exists(path)))) {
                checked(path.normalize());
            }
            return false;
        });
    }

    private interface Names {
        boolean file(String word);
    }

    private static List<Target> each(Context context, List<String> arguments, Names names) {
        if (arguments.isEmpty()) {
            return List.of(file(context, ofFolder(context.cwd())));
        }
        List<Target> targets = new ArrayList<>();
        List<String> selectors = new ArrayList<>();
        for (String word : arguments) {
            boolean stdin = StandardInput.means(word);
            if (!stdin && !names.file(pathSafe(word))) {
                selectors.add(word);
                continue;
            }
            flush(selectors, targets);
            targets.add(
                    stdin
                            ? stdin(context)
                            : file(context, checked(context.cwd().resolve(word).normalize())));
        }
        flush(selectors, targets);
        return targets;
    }

    private static void flush(List<String> selectors, List<Target> targets) {
        if (!selectors.isEmpty()) {
            targets.add(new Target(Optional.empty(), List.copyOf(selectors)));
            selectors.clear();
        }
    }

    private static String pathSafe(String word) {
        if (word.indexOf('\0') >= 0) {
            throw new Failure(ExitCode.USAGE, "an argument holds a NUL character");
        }
        try {
            var unused = Path.of(word);
            return word;
        } catch (InvalidPathException e) {
            throw new Failure(ExitCode.USAGE, "\"" + word + "\" cannot be a file or a name: " + e.getReason());
        }
    }

    /** A command's file, whatever its name; without one that of the current folder. */
    static Target file(Context context, Optional<String> named) {
        if (named.filter(StandardInput::means).isPresent()) {
            return stdin(context);
        }
        return file(
                context,
                named.map(name -> checked(context.cwd().resolve(name).normalize()))
                        .orElseGet(() -> ofFolder(context.cwd())));
    }

    private static Target stdin(Context context) {
        return new Target(Optional.of(StandardInput.read(System.in, context.cwd())), List.of());
    }

    private static Target file(Context context, Path file) {
        EcosystemInput input = new EcosystemInput(Optional.of(file), Optional.empty(), context.cwd());
        return new Target(Optional.of(input), List.of());
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
        return !isSelector(argument)
                && (isEcosystem(argument)
                        || lower(argument).endsWith(".js")
                        || argument.startsWith(".")
                        || argument.indexOf('/') >= 0
                        || Files.isRegularFile(cwd.resolve(argument)));
    }

    private static boolean isSelector(String argument) {
        return argument.startsWith("/") && argument.endsWith("/") && argument.length() > 1;
    }

    /** By its name: what PM2 reads as a file of apps. */
    private static boolean isEcosystem(String argument) {
        return lower(argument).matches(".*\\.(ya?ml|json|config\\.[cm]?js)");
    }

    private static String lower(String argument) {
        return argument.toLowerCase(Locale.ROOT);
    }

    private static Path checked(Path file) {
        String name = lower(String.valueOf(file.getFileName()));
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
                    List.of("`lbm start " + file.getFileName() + "` runs a program"));
        }
        return file;
    }
}
