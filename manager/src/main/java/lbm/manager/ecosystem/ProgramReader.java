package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.spec.Program;

/** The fields that say what an app runs. */
final class ProgramReader {

    /** The script that means the built-in site worker. */
    static final String SERVE = "serve";

    private final Settings settings;
    private final AppEnv env;
    private final Path cwd;
    private final Paths paths;
    private final Disk disk;
    private final Report report;

    ProgramReader(Settings settings, AppEnv env, Path cwd, Paths paths, Disk disk, Report report) {
        this.settings = settings;
        this.env = env;
        this.cwd = cwd;
        this.paths = paths;
        this.disk = disk;
        this.report = report;
    }

    /** Empty when there is none that can be run, which is reported. */
    Optional<Program> read() {
        Optional<String> script = settings.get(Fields.SCRIPT);
        if (script.isEmpty()) {
            if (!settings.has(Fields.SCRIPT) || isBlank(settings.at(Fields.SCRIPT))) {
                Value app = settings.table();
                report.problem(app.place(), app.path(), "has no script", "script: serve, a file or a program");
            }
            return Optional.empty();
        }
        if (script.get().equals(SERVE)) {
            return new ServeReader(settings, env, cwd, paths, disk, report)
                    .read()
                    .map(p -> p);
        }
        if (settings.has(Fields.SERVE)) {
            report.problem(
                    settings.at(Fields.SERVE).place(),
                    settings.at(Fields.SERVE).path(),
                    "is only for the built-in site worker",
                    "script: serve beside it");
        }
        return exec(script.get()).map(p -> p);
    }

    private static boolean isBlank(Value value) {
        return value.node() instanceof Node.Scalar s && s.isNull();
    }

    private Optional<Program.Exec> exec(String written) {
        List<String> args = settings.get(Fields.ARGS).orElse(List.of());
        Optional<Path> file = paths.resolve(cwd, written);
        if (file.filter(disk::isFile).isEmpty()) {
            if (isClass(written)) {
                return withInterpreter(written, args);
            }
            if (written.chars().anyMatch(Character::isWhitespace)) {
                return commandLine(written);
            }
            Optional<Path> found = written.contains("/") ? Optional.empty() : disk.onPath(written);
            if (found.isEmpty()) {
                report.wrong(
                        settings.at(Fields.SCRIPT),
                        "is neither a file that can be read ("
                                + file.map(Path::toString).orElse(written) + ") nor a program on PATH",
                        "serve, a file or a program");
                return Optional.empty();
            }
            file = found;
        }
        return file.map(Path::toString).flatMap(path -> withInterpreter(path, args));
    }

    /** A class on java's class path, which only java can look up. */
    private boolean isClass(String script) {
        return settings.get(Fields.INTERPRETER)
                        .filter(i -> i.equals("java") || i.endsWith("/java"))
                        .isPresent()
                && script.matches("(?:[\\w$.]+/)?[A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*)*");
    }

    /** As PM2: {@code script: "python x.py --ok"} is a line for a shell. */
    private Optional<Program.Exec> commandLine(String line) {
        if (settings.has(Fields.ARGS)) {
            report.problem(
                    settings.at(Fields.ARGS).place(),
                    settings.at(Fields.ARGS).path(),
                    "comes beside a script that is a command line",
                    "the arguments in the script's line");
        }
        Optional<Path> shell = disk.onPath("bash").or(() -> disk.onPath("sh"));
        if (shell.isEmpty()) {
            report.wrong(settings.at(Fields.SCRIPT), "is a command line, but there is no shell on PATH", "a file");
        }
        return shell.map(s -> new Program.Exec(s.toString(), List.of("-c", line), Optional.empty(), List.of()));
    }

    private Optional<Program.Exec> withInterpreter(String script, List<String> args) {
        Optional<String> written = settings.get(Fields.INTERPRETER);
        if (script.endsWith(".class")) {
            report.wrong(
                    settings.at(Fields.SCRIPT),
                    "is one class of a class path",
                    "script: com.example.Main, interpreter: java, interpreter_args: -cp classes");
            return Optional.empty();
        }
        Optional<Interpreter> known = Interpreter.of(script);
        List<String> interpreterArgs =
                new ArrayList<>(settings.get(Fields.INTERPRETER_ARGS).orElse(List.of()));
        if (written.isEmpty() && known.isPresent()) {
            interpreterArgs.addAll(known.get().args());
            Optional<Path> program = known.get().names().stream()
                    .map(disk::onPath)
                    .flatMap(Optional::stream)
                    .findFirst();
            if (program.isEmpty()) {
                report.wrong(
                        settings.at(Fields.SCRIPT),
                        "needs " + String.join(" or ", known.get().names()) + ", which is not on PATH",
                        "interpreter: with the path of one");
            }
            if (script.endsWith("ts") && program.filter(p -> p.endsWith("node")).isPresent()) {
                Value at = settings.at(Fields.SCRIPT);
                report.warning(at.place(), at.path(), "is run by node, which takes TypeScript from version 22.18 on");
            }
            return program.map(p -> new Program.Exec(script, args, Optional.of(p.toString()), interpreterArgs));
        }
        if (written.isEmpty() || written.get().equals("none")) {
            return executed(script, args);
        }
        Optional<Path> program = written.get().contains("/")
                ? paths.resolve(cwd, written.get()).filter(disk::isProgram)
                : disk.onPath(written.get());
        if (program.isEmpty()) {
            String expected = written.get().contains("@") ? "the path of that node" : "a path or a name on PATH";
            report.wrong(settings.at(Fields.INTERPRETER), "is no program that can be found", expected);
        }
        if (script.endsWith(".jar") && !interpreterArgs.contains("-jar")) {
            interpreterArgs.add("-jar");
        }
        return program.map(p -> new Program.Exec(script, args, Optional.of(p.toString()), interpreterArgs));
    }

    private Optional<Program.Exec> executed(String script, List<String> args) {
        if (!disk.isProgram(Path.of(script))) {
            report.wrong(
                    settings.at(Fields.SCRIPT),
                    "cannot be executed (" + script + ")",
                    "an executable file, or interpreter: with what runs it");
            return Optional.empty();
        }
        if (settings.has(Fields.INTERPRETER_ARGS)) {
            Value at = settings.at(Fields.INTERPRETER_ARGS);
            report.warning(at.place(), at.path(), "not used: the script is executed itself");
        }
        return Optional.of(new Program.Exec(script, args, Optional.empty(), List.of()));
    }
}
