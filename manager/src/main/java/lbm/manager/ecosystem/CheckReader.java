package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.spec.Check;

/** {@code ready:} and {@code alive:} of an app. */
final class CheckReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration READY_INTERVAL = Duration.ofMillis(500);
    private static final Duration ALIVE_INTERVAL = Duration.ofSeconds(5);
    private static final int RETRIES = 3;
    private static final String ONE = "http, tcp or command";

    private final Path cwd;
    private final Paths paths;
    private final Disk disk;
    private final Report report;
    private final boolean portKnown;

    CheckReader(Path cwd, Paths paths, Disk disk, Report report, boolean portKnown) {
        this.cwd = cwd;
        this.paths = paths;
        this.disk = disk;
        this.report = report;
        this.portKnown = portKnown;
    }

    Optional<Check> ready(Settings app) {
        return app.get(Fields.READY)
                .flatMap(value ->
                        read(value, (CheckFields.Block) CheckFields.READY, CheckFields.READY_INTERVAL, READY_INTERVAL));
    }

    Optional<Check> alive(Settings app) {
        return app.get(Fields.ALIVE)
                .flatMap(value ->
                        read(value, (CheckFields.Block) CheckFields.ALIVE, CheckFields.ALIVE_INTERVAL, ALIVE_INTERVAL));
    }

    private Optional<Check> read(Value value, CheckFields.Block block, Field<Duration> interval, Duration fallback) {
        Settings check = Settings.read(value, block.fields(), key -> false, report);
        List<Field<?>> written = new ArrayList<>();
        for (Field<?> way : List.of(CheckFields.HTTP, CheckFields.TCP, CheckFields.COMMAND)) {
            if (check.has(way)) {
                written.add(way);
            }
        }
        if (written.size() != 1) {
            report.problem(
                    value.place(),
                    value.path(),
                    written.isEmpty() ? "asks nothing" : "asks in " + written.size() + " ways",
                    written.isEmpty() ? ONE : "one of " + ONE);
            return Optional.empty();
        }
        List<String> command = check.get(CheckFields.COMMAND)
                .map(words -> program(check, words))
                .orElse(List.of());
        String target =
                check.get(CheckFields.HTTP).or(() -> check.get(CheckFields.TCP)).orElse("");
        boolean own = check.get(CheckFields.HTTP).filter(t -> t.startsWith("/")).isPresent()
                || check.get(CheckFields.TCP).filter(String::isEmpty).isPresent();
        if (own && !portKnown) {
            Value at = check.at(written.get(0));
            report.wrong(
                    at, "needs the port of the app", "port: beside " + name(value) + ", or a whole URL or port here");
        }
        return Optional.of(new Check(
                check.has(CheckFields.HTTP)
                        ? Check.Kind.HTTP
                        : check.has(CheckFields.TCP) ? Check.Kind.TCP : Check.Kind.COMMAND,
                target,
                command,
                check.get(interval).orElse(fallback),
                check.get(CheckFields.TIMEOUT).orElse(TIMEOUT),
                check.get(CheckFields.RETRIES).orElse(RETRIES),
                check.get(CheckFields.START_PERIOD).orElse(Duration.ZERO)));
    }

    private static String name(Value value) {
        return value.path().substring(value.path().lastIndexOf('.') + 1);
    }

    /** The command with the path of its program, as a script's would be found. */
    private List<String> program(Settings check, List<String> words) {
        Value at = check.at(CheckFields.COMMAND);
        if (words.isEmpty()) {
            report.wrong(at, "names no program", "a program and its arguments");
            return words;
        }
        String name = words.get(0);
        Optional<Path> file = paths.resolve(cwd, name).filter(p -> disk.isFile(p) && disk.isProgram(p));
        Optional<Path> program = name.contains("/") ? file : disk.onPath(name).or(() -> file);
        if (program.isEmpty()) {
            report.wrong(at, "begins with no program that can be found (" + name + ")", "a path or a name on PATH");
            return words;
        }
        List<String> command = new ArrayList<>(words);
        command.set(0, program.get().toString());
        return command;
    }
}
