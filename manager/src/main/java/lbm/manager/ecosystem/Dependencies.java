package lbm.manager.ecosystem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.ecosystem.AppReader.ReadApp;
import lbm.manager.ecosystem.Needs.Need;
import lbm.manager.order.Order;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Dependency;
import lbm.manager.spec.Dependency.Condition;
import lbm.manager.spec.Supervision;

/** {@code depends_on} of all apps of a file: the names lead somewhere, and nowhere in a circle. */
final class Dependencies {

    private final List<ReadApp> apps;
    private final Report report;
    private final Map<String, List<Dependency>> found = new LinkedHashMap<>();

    private Dependencies(List<ReadApp> apps, Report report) {
        this.apps = apps;
        this.report = report;
    }

    /** The specs of all apps in the order of the file, a proxy behind its app. */
    static List<AppSpec> resolved(List<ReadApp> apps, Report report) {
        Dependencies dependencies = new Dependencies(apps, report);
        apps.forEach(dependencies::resolve);
        dependencies.circle();
        List<AppSpec> specs = new ArrayList<>();
        for (ReadApp app : apps) {
            app.spec().map(dependencies::with).ifPresent(specs::add);
            app.proxy().ifPresent(specs::add);
        }
        return specs;
    }

    private void resolve(ReadApp app) {
        List<Dependency> dependencies = new ArrayList<>();
        for (Need need : app.needs().all()) {
            Optional<ReadApp> other = named(need.app());
            if (other.isEmpty()) {
                report.problem(
                        need.at().place(),
                        need.at().path(),
                        need.app(),
                        "is no app of this file",
                        "the name of one",
                        Nearest.to(need.app(), apps.stream().map(ReadApp::bare).toList()));
                continue;
            }
            neverEnds(need, other.get());
            dependencies.add(new Dependency(other.get().name(), need.condition()));
        }
        found.put(app.name(), List.copyOf(dependencies));
    }

    /** By its name, or by what the file calls it before prefix and env are put to it. */
    private Optional<ReadApp> named(String name) {
        return apps.stream()
                .filter(app -> app.name().equals(name))
                .findFirst()
                .or(() -> apps.stream().filter(app -> app.bare().equals(name)).findFirst());
    }

    private void neverEnds(Need need, ReadApp other) {
        boolean again = other.spec()
                .filter(spec -> spec.restart().autorestart()
                        && !spec.restart().stopExitCodes().contains(0))
                .isPresent();
        if (need.condition() == Condition.COMPLETED && again) {
            report.warning(
                    need.at().place(),
                    need.at().path(),
                    need.app() + " is started again when it ends; with autorestart: false it completes");
        }
    }

    private void circle() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        found.forEach((app, needs) ->
                names.put(app, needs.stream().map(Dependency::app).toList()));
        Order order = Order.of(names);
        if (order.circular()) {
            String first = order.cycle().get(0);
            apps.stream()
                    .filter(app -> app.name().equals(first))
                    .findFirst()
                    .flatMap(app -> app.needs().all().stream().findFirst())
                    .ifPresent(need -> report.problem(
                            need.at().place(),
                            need.at().path(),
                            "goes in a circle: " + order.circle(),
                            "an app that can be first"));
        }
    }

    private AppSpec with(AppSpec app) {
        Supervision old = app.supervision();
        return app.withSupervision(new Supervision(
                old.watch(),
                old.cron(),
                old.ready(),
                old.alive(),
                old.watchdog(),
                found.getOrDefault(app.name(), List.of())));
    }
}
