package lbm.manager.ecosystem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lbm.manager.ecosystem.AppReader.ReadApp;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Items;
import lbm.manager.ecosystem.Node.Table;
import lbm.manager.spec.AppSpec;

/**
 * Reads an ecosystem file. It looks at everything before it answers, so that one run shows all there is to mend.
 */
public final class EcosystemReader {

    private static final List<String> APPS = List.of("apps", "pm2");
    private static final int MOST_APPS = 1000;
    private static final List<String> NOT_YET = List.of("deploy", "static");

    private final Options options;
    private final Report report;
    private final AppReader reader;

    private EcosystemReader(SourceText source, Options options, Disk disk) {
        this.options = options;
        this.report = new Report(source.name(), source.placed());
        this.reader = new AppReader(source, options, disk, report);
    }

    /** The apps of the file, or every problem; warnings in both cases. */
    public static Result read(SourceText source, Options options, Disk disk) {
        EcosystemReader reader = new EcosystemReader(source, options, disk);
        return YamlTree.parse(source.text(), reader.report)
                .map(root -> reader.result(new Value("", root)))
                .orElseGet(() -> reader.result(List.of()));
    }

    /** One app that is not from a file: the same checks, problems without a place. */
    static Result readApp(SourceText source, Table app, Options options, Disk disk) {
        EcosystemReader reader = new EcosystemReader(source, options, disk);
        return reader.result(List.of(new Value("", app)));
    }

    private Result result(Value root) {
        List<Value> apps = apps(root);
        chosenEnvExists(root, apps);
        return result(apps);
    }

    private Result result(List<Value> apps) {
        if (apps.size() > MOST_APPS) {
            Value first = apps.get(MOST_APPS);
            report.problem(first.place(), first.path(), "is one app too many", "at most " + MOST_APPS);
            return new Result(List.of(), report.problems(), report.warnings());
        }
        List<ReadApp> read =
                apps.stream().map(reader::read).flatMap(Optional::stream).toList();
        Clashes.report(read, report);
        List<AppSpec> specs = Dependencies.resolved(read, report);
        return new Result(report.hasProblems() ? List.of() : specs, report.problems(), report.warnings());
    }

    /** The usual form {@code apps: [...]}, a list of apps, or one app: all that PM2 takes. */
    private List<Value> apps(Value root) {
        if (root.node() instanceof Items) {
            return items(root);
        }
        if (!(root.node() instanceof Table table)) {
            report.wrong(root, "is not an ecosystem file", "apps:");
            return List.of();
        }
        if (APPS.stream().noneMatch(key -> table.entry(key).isPresent()) && isApp(table)) {
            return List.of(root);
        }
        List<Value> apps = new ArrayList<>();
        boolean found = false;
        for (Entry entry : table.entries()) {
            if (APPS.contains(entry.key())) {
                found = true;
                apps.addAll(items(root.entry(entry)));
            } else if (NOT_YET.contains(entry.key())) {
                report.warning(entry.place(), entry.key(), "lbm does not act on this field yet; it changes nothing");
            } else if (!entry.key().startsWith("x-")) {
                report.unknownKey(root, entry, List.of("apps", "deploy", "static"));
            }
        }
        if (!found) {
            report.problem(root.place(), "", "there are no apps", "apps: with at least one");
        }
        return apps;
    }

    private static boolean isApp(Table table) {
        return Fields.names(List.of(Fields.SCRIPT)).stream()
                .anyMatch(key -> table.entry(key).isPresent());
    }

    private List<Value> items(Value value) {
        if (value.node() instanceof Table) {
            return List.of(value);
        }
        List<Value> apps = new ArrayList<>();
        if (value.node() instanceof Items list) {
            list.items().forEach(item -> apps.add(value.item(apps.size(), item)));
        }
        if (apps.isEmpty()) {
            report.wrong(value, "holds no app", "a list of apps");
        }
        return apps;
    }

    private void chosenEnvExists(Value root, List<Value> apps) {
        Set<String> known = new TreeSet<>();
        apps.forEach(app -> known.addAll(AppEnv.sets(app)));
        options.env()
                .filter(known::contains)
                .ifPresent(name -> apps.stream()
                        .filter(app -> !AppEnv.sets(app).contains(name))
                        .forEach(app ->
                                report.warning(app.place(), app.path(), "has no env_" + name + "; env alone counts")));
        options.env().filter(name -> !known.contains(name)).ifPresent(name -> {
            String sets = known.isEmpty() ? "no env_<name> is there" : "one of " + String.join(", ", known);
            report.problem(
                    root.place(), "--env", name, "names no env_" + name + " of any app", sets, Nearest.to(name, known));
        });
    }
}
