package lbm.manager.cli.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.StandardInput;
import lbm.manager.ecosystem.EcosystemInput;
import lbm.manager.ecosystem.io.ConfigScript;
import lbm.manager.ecosystem.io.EcosystemFiles;
import lbm.manager.ecosystem.io.EcosystemFiles.Read;
import lbm.manager.spec.ExitCode;

/**
 * What the arguments of a command name: one ecosystem file, or selectors ({@code all}, id, name, namespace,
 * {@code /regex/}, {@code name:N}).
 */
record Target(Optional<EcosystemInput> input, List<String> selectors) {
    private static final List<String> SCRIPTS =
            List.of(".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".sh", ".php", ".pl", ".jar");

    /** The file, when it is one on disk. */
    Optional<Path> file() {
        return input.flatMap(EcosystemInput::file);
    }

    /** What the file exports, as JSON, when it is a program such as {@code ecosystem.config.js}. */
    Optional<String> exported() {
        return input.filter(it -> it.file().isPresent()).flatMap(EcosystemInput::text);
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
            if (isSelector(word) || EcosystemFiles.isOne(lower(word))) {
                return !isSelector(word);
            }
            Path path = context.cwd().resolve(word);
            boolean script =
                    SCRIPTS.stream().anyMatch(lower(word)::endsWith) || word.indexOf('/') >= 0 || word.startsWith(".");
            boolean line = word.chars().anyMatch(Character::isWhitespace);
            if (script && (Files.isDirectory(path) || (!line && !Files.exists(path)))) {
                checked(path.normalize(), false);
            }
            return false;
        });
    }

    private static List<Target> each(Context context, List<String> arguments, Predicate<String> isFile) {
        if (arguments.isEmpty()) {
            return List.of(ofFile(context, ofFolder(context.cwd())));
        }
        List<Target> targets = new ArrayList<>();
        List<String> selectors = new ArrayList<>();
        for (String word : arguments) {
            boolean stdin = StandardInput.means(word);
            if (!stdin && !isFile.test(pathSafe(word))) {
                selectors.add(word);
                continue;
            }
            flush(selectors, targets);
            targets.add(
                    stdin
                            ? stdin(context)
                            : ofFile(
                                    context, checked(context.cwd().resolve(word).normalize(), false)));
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
        Path file = named.map(name -> checked(context.cwd().resolve(name).normalize(), true))
                .orElseGet(() -> ofFolder(context.cwd()));
        return ofFile(context, file);
    }

    private static Target stdin(Context context) {
        return new Target(Optional.of(StandardInput.read(System.in, context.cwd())), List.of());
    }

    private static Target ofFile(Context context, Path file) {
        Optional<String> exported = Optional.empty();
        if (ConfigScript.isOne(file)) {
            // Here, not in the manager: only we are in the caller's folder, and the manager must not wait for a
            // program.
            Read read = ConfigScript.evaluate(
                    file,
                    context.environment(),
                    context.cwd(),
                    line -> context.err().println(line));
            if (read instanceof Read.Failure failure) {
                throw new Failure(ExitCode.USAGE, failure.problem().line());
            }
            exported = Optional.of(((Read.Text) read).source().text());
        }
        return new Target(Optional.of(new EcosystemInput(Optional.of(file), exported, context.cwd())), List.of());
    }

    private static Path ofFolder(Path cwd) {
        return EcosystemFiles.standard(cwd)
                .map(file -> checked(file, false))
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE, "no ecosystem.yaml in " + cwd + "; name the file, or change to its folder"));
    }

    private static boolean namesFile(Path cwd, String argument) {
        return !isSelector(argument)
                && (EcosystemFiles.isOne(lower(argument))
                        || lower(argument).endsWith(".js")
                        || argument.startsWith(".")
                        || argument.indexOf('/') >= 0
                        || Files.isRegularFile(cwd.resolve(argument)));
    }

    private static boolean isSelector(String argument) {
        return argument.startsWith("/") && argument.endsWith("/") && argument.length() > 1;
    }

    private static String lower(String argument) {
        return argument.toLowerCase(Locale.ROOT);
    }

    private static Path checked(Path file, boolean anyProgram) {
        if (!Files.exists(file)) {
            throw new Failure(ExitCode.USAGE, "no such file: " + file);
        }
        if (Files.isDirectory(file)) {
            throw new Failure(ExitCode.USAGE, file + " is a folder; name the ecosystem file in it, or use `lbm serve`");
        }
        if (!Files.isReadable(file)) {
            throw new Failure(ExitCode.NO_PERMISSION, "no permission to read " + file);
        }
        String name = lower(String.valueOf(file.getFileName()));
        if (!EcosystemFiles.isOne(name) && !(anyProgram && ConfigScript.isOne(file))) {
            throw new Failure(
                    ExitCode.USAGE.code(),
                    file + " is not an ecosystem file (.yaml, .yml, .json or .config.js)",
                    List.of("`lbm start " + file.getFileName() + "` runs a program"));
        }
        return file;
    }
}
