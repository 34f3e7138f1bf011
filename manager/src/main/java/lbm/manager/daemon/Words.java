package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lbm.manager.cluster.Cluster;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.ecosystem.InlineApp;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.Result;
import lbm.manager.ecosystem.io.Ecosystems;
import lbm.manager.instance.Instance;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.ExitCode;
import lbm.manager.spec.Program;

/**
 * {@code lbm start WORD…}: a word names what is there, or a program to start. As in PM2 a name comes first, but for a
 * file with a dot or a slash in what was written. All words are understood before any of them is acted upon.
 */
final class Words {

    private final Manager manager;
    private final Starts starts;

    Words(Manager manager, Starts starts) {
        this.manager = manager;
        this.starts = starts;
    }

    void start(Request request, Reply reply) {
        Map<Integer, Instance> there = new LinkedHashMap<>();
        List<String> programs = new ArrayList<>();
        for (String word : request.texts("words")) {
            Optional<List<Instance>> known = known(request, word);
            known.ifPresent(some -> some.forEach(m -> there.put(m.key().id(), m)));
            if (known.isEmpty()) {
                programs.add(word);
            }
        }
        Ticket ticket = new Ticket(reply.stream());
        JsonNode fields = request.body().path("app");
        if (!there.isEmpty() && !fields.isEmpty()) {
            String app = there.values().iterator().next().spec().name();
            String flag = flags(request).getOrDefault(fields.fieldNames().next(), "the arguments");
            ticket.fail(
                    ExitCode.USAGE,
                    flag + " describes a program that is started, and " + app
                            + " is there already; nothing was changed",
                    List.of("change its file and `lbm reload` it, or `lbm delete " + app + "` first"));
            return;
        }
        Optional<List<AppSpec>> specs = specs(request, programs, ticket);
        if (specs.isPresent() && starts.fits(specs.get(), ticket)) {
            starts.startThere(request, Companions.with(manager, List.copyOf(there.values())), ticket);
            if (programs.isEmpty()) {
                starts.finish(ticket);
            } else {
                starts.bring(request, specs.get(), ticket);
            }
        }
    }

    /** The instances that a word means; empty: none, so it is a program. */
    private Optional<List<Instance>> known(Request request, String word) {
        boolean path = word.indexOf('/') >= 0 || word.indexOf('.') >= 0;
        if (path && isFile(request, word)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Routes.chosen(manager, List.of(word)));
        } catch (NoSuchApp nobody) {
            if (isFile(request, word) || word.indexOf('/') >= 0 || isCommand(request, word)) {
                return Optional.empty();
            }
            if (request.body().path("app").has("interpreter")) {
                return Optional.empty(); // Described as a program: java's is a class, and the rest is told as such.
            }
            throw new NoSuchApp(nobody.line() + ", and it is no file in " + RequestFile.folder(request)
                    + " and no program on PATH");
        }
    }

    private static boolean isFile(Request request, String word) {
        try {
            return Files.isRegularFile(RequestFile.folder(request).resolve(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isCommand(Request request, String word) {
        return word.chars().anyMatch(Character::isWhitespace)
                || Arrays.stream(Starts.environ(request)
                                .getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin")
                                .split(File.pathSeparator, -1))
                        .filter(folder -> folder.startsWith("/"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(word)));
    }

    /** The programs as apps; empty after the ticket has been told what is wrong. */
    private Optional<List<AppSpec>> specs(Request request, List<String> programs, Ticket ticket) {
        Map<String, String> environ = Starts.environ(request);
        List<AppSpec> specs = new ArrayList<>();
        Set<String> problems = new LinkedHashSet<>();
        for (String program : programs) {
            InlineApp app = new InlineApp(described(request, program), flags(request), RequestFile.folder(request));
            Result result = Ecosystems.inline(app, manager.home.dir(), environ);
            result.warnings().forEach(w -> ticket.warning(w.line()));
            result.problems().stream().map(Problem::line).forEach(problems::add);
            result.apps().forEach(spec -> specs.add(spec.withEnviron(environ)));
        }
        clashes(request, specs).forEach(problems::add);
        if (!problems.isEmpty()) {
            List<String> lines = List.copyOf(problems);
            ticket.fail(ExitCode.USAGE, lines.get(0), lines.subList(1, lines.size()));
            return Optional.empty();
        }
        return Optional.of(specs);
    }

    private static JsonNode described(Request request, String program) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        request.body().path("app").properties().forEach(e -> fields.set(e.getKey(), e.getValue()));
        fields.put("script", program);
        boolean line = program.chars().anyMatch(Character::isWhitespace) && !isFile(request, program);
        if (line && !fields.has("name")) {
            fields.put("name", nameOf(program));
        }
        return fields;
    }

    /** A command line is its own name, as in PM2; one that is too long for a table goes by its first word. */
    static String nameOf(String line) {
        String whole = line.strip();
        String first = whole.split("\\s+", 2)[0];
        return whole.length() <= 40 && !whole.startsWith("/") && !whole.startsWith("-")
                ? whole
                : first.substring(first.lastIndexOf('/') + 1);
    }

    /** Two scripts must not share a name by accident: {@code api/index.js} and {@code web/index.js}. */
    private List<String> clashes(Request request, List<AppSpec> specs) {
        List<String> lines = new ArrayList<>();
        Map<String, AppSpec> seen = new HashMap<>();
        for (AppSpec spec : specs) {
            Cluster cluster = manager.clusters.get(spec.name());
            AppSpec other = Objects.requireNonNullElseGet(
                    seen.put(spec.name(), spec), () -> cluster == null ? spec : cluster.spec());
            boolean force = request.body().path("force").asBoolean();
            if (!force && !what(other).equals(what(spec))) {
                lines.add("lbm start: " + spec.name() + " is " + what(other)
                        + " already; --name gives this one another name, --force replaces that one");
            }
        }
        return lines;
    }

    private static String what(AppSpec spec) {
        if (spec.program() instanceof Program.Exec exec) {
            boolean line = exec.args().size() == 2 && exec.args().get(0).equals("-c");
            return line ? exec.args().get(1) : exec.script();
        }
        return "a site";
    }

    private static Map<String, String> flags(Request request) {
        Map<String, String> flags = new HashMap<>();
        request.body()
                .path("flags")
                .properties()
                .forEach(e -> flags.put(e.getKey(), e.getValue().asText()));
        return flags;
    }
}
