package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lbm.manager.cluster.Cluster;
import lbm.manager.cluster.Operation;
import lbm.manager.cluster.ReplaceOperation;
import lbm.manager.cluster.RestartOperation;
import lbm.manager.cluster.StartOperation;
import lbm.manager.cluster.StopOperation;
import lbm.manager.control.Reply;
import lbm.manager.control.Request;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.Result;
import lbm.manager.ecosystem.ServeCommand;
import lbm.manager.ecosystem.SpecDiff;
import lbm.manager.ecosystem.io.Ecosystems;
import lbm.manager.instance.Instance;
import lbm.manager.instance.State;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.ExitCode;

/** The requests that may bring a file: start, reload, restart. All of a file is checked before any of it is done. */
final class Starts {

    private final Manager manager;

    Starts(Manager manager) {
        this.manager = manager;
    }

    // ---- start

    void start(Request request, Reply reply) {
        if (!request.texts("words").isEmpty()) {
            new Words(manager, this).start(request, reply);
            return;
        }
        List<String> names = request.texts("names");
        if (!names.isEmpty()) {
            Ticket ticket = new Ticket(reply.stream());
            startThere(request, Companions.with(manager, Routes.chosen(manager, names)), ticket);
            finish(ticket);
            return;
        }
        Ticket ticket = new Ticket(reply.stream());
        load(request, ticket).ifPresent(specs -> bring(request, specs, ticket));
    }

    /** Starts instances that are there and do not run. */
    void startThere(Request request, List<Instance> chosen, Ticket ticket) {
        Map<String, List<Instance>> apps = byApp(chosen);
        startMissing(request, apps.keySet(), ticket);
        inOrder(ticket, apps).forEach((app, some) -> {
            if (some.stream().allMatch(m -> m.state() == State.ONLINE)) {
                ticket.note(app + ": runs already");
            } else {
                ask(request, app, StartOperation.only(among(some)), ticket);
            }
        });
    }

    /** Brings up apps: those that are there as they are described stay as they are. */
    void bring(Request request, List<AppSpec> specs, Ticket ticket) {
        if (fits(specs, ticket)) {
            ticket.message("nothing changed");
            withoutOrphans(specs, ticket);
            manager.ordered().place(specs);
            manager.ordered().inOrder(ticket.turns, specs).forEach(spec -> startOne(request, spec, ticket));
            finish(ticket);
        }
    }

    /** Apps that were not named and that others depend on. */
    private void startMissing(Request request, Set<String> apps, Ticket ticket) {
        manager.ordered().missing(ticket.turns, apps).forEach((app, other) -> {
            ticket.note(app + ": started too, " + other + " depends on it");
            ask(request, app, StartOperation.all(), ticket);
        });
    }

    private Map<String, List<Instance>> inOrder(Ticket ticket, Map<String, List<Instance>> apps) {
        Map<String, List<Instance>> ordered = new java.util.LinkedHashMap<>();
        manager.ordered()
                .forwards(ticket.turns, apps.keySet())
                .forEach(app -> ordered.put(app, apps.getOrDefault(app, List.of())));
        return ordered;
    }

    private void startOne(Request request, AppSpec spec, Ticket ticket) {
        Cluster cluster = manager.clusters.get(spec.name());
        if (cluster == null) {
            if (!spec.restart().autostart()) {
                ticket.note(spec.name() + ": autostart is false, not started; `lbm start " + spec.name() + "` does");
                Cluster resting = manager.newCluster(spec, 1);
                resting.place();
                resting.members().forEach(manager.outputs()::know);
                manager.pump();
                return;
            }
            manager.newCluster(spec, 1);
            ask(request, spec.name(), StartOperation.all(), ticket);
            return;
        }
        List<String> changes = SpecDiff.changes(cluster.spec().declared(), spec.declared());
        if (!changes.isEmpty()) {
            changes.forEach(change -> ticket.note(spec.name() + ": " + change));
            ask(request, spec.name(), ReplaceOperation.reload(spec), ticket);
        } else if (allUp(cluster) && request.body().path("force").asBoolean()) {
            ask(request, spec.name(), ReplaceOperation.reload(spec), ticket);
        } else if (allUp(cluster)) {
            ticket.note(spec.name() + ": nothing changed, " + cluster.spec().instances() + " of "
                    + cluster.spec().instances() + " online");
        } else {
            ask(request, spec.name(), StartOperation.all(), ticket);
        }
    }

    private void withoutOrphans(List<AppSpec> specs, Ticket ticket) {
        for (String name : Companions.orphans(manager, specs)) {
            ticket.note(name + ": not needed any more, deleted");
            manager.ask(name, StopOperation.delete(m -> true), Optional.of(ticket));
        }
    }

    private static boolean allUp(Cluster cluster) {
        return cluster.members().stream()
                        .filter(m -> m.state() == State.ONLINE)
                        .map(Instance::slot)
                        .distinct()
                        .count()
                >= cluster.spec().instances();
    }

    // ---- reload

    void reload(Request request, Reply reply) {
        if (RequestFile.brought(request)) {
            Ticket ticket = new Ticket(reply.stream());
            load(request, ticket).ifPresent(specs -> {
                if (fits(specs, ticket)) {
                    withoutOrphans(specs, ticket);
                    manager.ordered().inOrder(ticket.turns, specs).forEach(spec -> reloadOne(request, spec, ticket));
                    finish(ticket);
                }
            });
            return;
        }
        List<Instance> chosen = Routes.chosen(manager, request.texts("selectors"));
        Ticket ticket = new Ticket(reply.stream());
        inOrder(ticket, byApp(chosen)).forEach((app, some) -> {
            boolean whole = some.size() >= manager.cluster(app).spec().instances();
            UnaryOperator<AppSpec> change = request.body().path("updateEnv").asBoolean()
                    ? spec -> spec.withEnviron(environ(request))
                    : spec -> spec;
            ask(
                    request,
                    app,
                    whole ? ReplaceOperation.reloadAll(change) : ReplaceOperation.reload(among(some)),
                    ticket);
        });
        finish(ticket);
    }

    private void reloadOne(Request request, AppSpec spec, Ticket ticket) {
        Cluster cluster = manager.clusters.get(spec.name());
        if (cluster == null) {
            ticket.note(spec.name() + ": new, started");
            startOne(request, spec, ticket);
            return;
        }
        if (Companions.unchanged(cluster, spec)) {
            return;
        }
        SpecDiff.changes(cluster.spec().declared(), spec.declared())
                .forEach(change -> ticket.note(spec.name() + ": " + change));
        ask(request, spec.name(), ReplaceOperation.reload(spec), ticket);
    }

    // ---- restart

    void restart(Request request, Reply reply) {
        OptionalInt parallel = parallel(request);
        if (RequestFile.brought(request)) {
            Ticket ticket = new Ticket(reply.stream());
            load(request, ticket).ifPresent(specs -> {
                if (fits(specs, ticket)) {
                    for (AppSpec spec : manager.ordered().inOrder(ticket.turns, specs)) {
                        Cluster cluster = manager.clusters.get(spec.name());
                        if (cluster == null) {
                            startOne(request, spec, ticket);
                        } else if (Companions.unchanged(cluster, spec)) {
                            ticket.note(spec.name() + ": unchanged, left as it is");
                        } else if (cluster.spec().declared().equals(spec.declared())) {
                            ask(request, spec.name(), new RestartOperation(m -> true, parallel), ticket);
                        } else {
                            reloadOne(request, spec, ticket);
                        }
                    }
                    finish(ticket);
                }
            });
            return;
        }
        List<Instance> chosen = Routes.chosen(manager, request.texts("selectors"));
        Ticket ticket = new Ticket(reply.stream());
        boolean updateEnv = request.body().path("updateEnv").asBoolean();
        inOrder(ticket, byApp(chosen)).forEach((app, some) -> {
            boolean whole = some.size() >= manager.cluster(app).spec().instances();
            if (updateEnv && !whole) {
                ticket.note(app + ": --update-env is for all instances of an app; these keep their variables");
            }
            ask(
                    request,
                    app,
                    updateEnv && whole
                            ? ReplaceOperation.reloadAll(spec -> spec.withEnviron(environ(request)))
                            : new RestartOperation(among(some), parallel),
                    ticket);
        });
        finish(ticket);
    }

    /** {@code --parallel}: how many at a time. */
    private static OptionalInt parallel(Request request) {
        JsonNode asked = request.body().path("parallel");
        if (asked.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!asked.canConvertToInt() || asked.intValue() < 1) {
            throw new IllegalArgumentException("--parallel is " + asked + ", not a whole number from 1");
        }
        return OptionalInt.of(asked.intValue());
    }

    // ---- common

    void ask(Request request, String app, Operation operation, Ticket ticket) {
        boolean wait = request.body().path("wait").asBoolean(true);
        manager.endings().asked(app, request);
        ticket.message(operation.verb() + (operation.verb().endsWith("e") ? "d" : "ed"));
        Operation inTurn = manager.ordered().forwards(ticket.turns, app, operation);
        manager.ask(app, inTurn, wait ? Optional.of(ticket) : Optional.empty());
    }

    void finish(Ticket ticket) {
        if (!manager.tickets.contains(ticket)) {
            manager.publishStatus();
            ticket.finish();
        }
    }

    static Map<String, List<Instance>> byApp(List<Instance> chosen) {
        Map<String, List<Instance>> grouped = new java.util.LinkedHashMap<>();
        chosen.forEach(m ->
                grouped.computeIfAbsent(m.spec().name(), k -> new ArrayList<>()).add(m));
        return grouped;
    }

    static Set<Integer> ids(List<Instance> some) {
        return some.stream().map(m -> m.key().id()).collect(Collectors.toUnmodifiableSet());
    }

    /** Those that were chosen, in whatever life they are when it is asked. */
    static Predicate<Instance> among(List<Instance> some) {
        Set<Integer> ids = ids(some);
        return m -> ids.contains(m.key().id());
    }

    /** The apps of the request's file, or empty after the ticket has been told every problem. */
    private Optional<List<AppSpec>> load(Request request, Ticket ticket) {
        Result result = read(request);
        result.warnings().forEach(w -> ticket.warning(w.line()));
        if (!result.ok()) {
            List<String> lines = result.problems().stream().map(Problem::line).toList();
            ticket.fail(
                    ExitCode.USAGE,
                    lines.size() == 1
                            ? lines.get(0)
                            : "the file has " + lines.size() + " problems; nothing was changed",
                    lines.size() == 1 ? List.of() : lines);
            return Optional.empty();
        }
        List<AppSpec> chosen;
        try {
            chosen = RequestFile.chosen(request, result);
        } catch (NoSuchApp e) {
            ticket.fail(ExitCode.NO_SUCH_APP, e.line(), List.of());
            return Optional.empty();
        }
        List<String> only = request.texts("only");
        Map<String, String> environ = environ(request);
        Set<String> needed = only.isEmpty() ? Set.of() : needed(result.apps(), only, ticket);
        return Optional.of(result.apps().stream()
                .filter(spec -> chosen.contains(spec) || needed.contains(spec.name()))
                .map(spec -> spec.withEnviron(environ))
                .toList());
    }

    /** What {@code --only} leaves out and those that it names depend on. */
    private Set<String> needed(List<AppSpec> file, List<String> only, Ticket ticket) {
        Turns turns = new Turns();
        turns.bring(file);
        Map<String, String> missing = manager.ordered().missing(turns, only);
        missing.forEach((app, other) -> ticket.note(app + ": started too, " + other + " depends on it"));
        return missing.keySet();
    }

    private Result read(Request request) {
        JsonNode serve = request.body().path("serve");
        if (serve.isObject()) {
            return Ecosystems.serve(site(serve), manager.home.dir());
        }
        return RequestFile.load(request, manager.home)
                .orElseThrow(() -> new IllegalArgumentException("the request names no file and no app"));
    }

    private static ServeCommand.Site site(JsonNode serve) {
        return new ServeCommand.Site(
                Path.of(serve.path("root").asText()).toAbsolutePath().normalize(),
                serve.path("port").asInt(),
                serve.path("spa").asBoolean(),
                serve.path("listing").asBoolean(),
                Optional.ofNullable(serve.path("name").textValue()),
                Optional.ofNullable(serve.path("username").textValue()),
                Optional.ofNullable(serve.path("password").textValue()));
    }

    static Map<String, String> environ(Request request) {
        Map<String, String> environ = new HashMap<>();
        request.body()
                .path("environ")
                .properties()
                .forEach(e -> environ.put(e.getKey(), e.getValue().asText()));
        return environ;
    }

    /** Every port of the file can be had; else nothing of the file is begun. */
    boolean fits(List<AppSpec> specs, Ticket ticket) {
        Optional<String> circle = manager.ordered().circle(specs);
        if (circle.isPresent()) {
            ticket.fail(ExitCode.USAGE, circle.get() + "; nothing was changed", List.of());
            return false;
        }
        for (AppSpec spec : specs) {
            Optional<String> taken = manager.clusters.values().stream()
                    .map(Cluster::spec)
                    .filter(o -> !o.name().equals(spec.name()))
                    .filter(o -> specs.stream().noneMatch(s -> s.name().equals(o.name())))
                    .flatMap(o -> shared(spec, o).stream())
                    .findFirst();
            if (taken.isPresent()) {
                ticket.fail(ExitCode.BUSY, taken.get() + " already; nothing was changed", List.of());
                return false;
            }
            try {
                manager.openings.open(spec);
            } catch (IOException e) {
                ExitCode exit = e instanceof AccessDeniedException ? ExitCode.NO_PERMISSION : ExitCode.BUSY;
                ticket.fail(exit, String.valueOf(e.getMessage()), List.of());
                manager.pump();
                return false;
            }
        }
        return true;
    }

    /** The port that both want, in a sentence. */
    private static Optional<String> shared(AppSpec spec, AppSpec other) {
        return spec.claims().stream()
                .map(Listen::port)
                .filter(port -> other.claims().stream().anyMatch(l -> l.port() == port))
                .findFirst()
                .map(port -> "port " + port + " of " + spec.name() + " belongs to " + other.name());
    }
}
