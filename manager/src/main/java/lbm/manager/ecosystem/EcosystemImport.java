package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Items;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;

/**
 * An ecosystem file of PM2's as {@code ecosystem.yaml}: the same apps, the fields under lbm's names and in the order of
 * the documentation. What lbm does not act on, and what neither knows, stays as a comment that says so.
 */
public final class EcosystemImport {

    private static final int LONGEST_COMMENT = 100;
    private static final List<String> APPS = List.of("apps", "pm2");
    private static final List<String> KEPT = List.of("deploy", "static");

    private final Path from;
    private final Optional<Path> folder;
    private final Paths paths;
    /** What differs in these is in the header, is their default alone, or seldom seen. */
    private static final List<Field<?>> PLAIN =
            List.of(Fields.SCRIPT, Fields.CWD, Fields.ENV, Fields.INTERPRETER, Fields.MIN_UPTIME, Fields.KILL_TIMEOUT);

    private final Set<String> told = new HashSet<>();
    private final StringBuilder yaml = new StringBuilder();

    private EcosystemImport(Path from, Optional<Path> folder, Paths paths) {
        this.from = from;
        this.folder = folder;
        this.paths = paths;
    }

    /**
     * What came of it.
     *
     * @param yaml the new file's text
     * @param check what reading that text says; its problems mean that the file must not be written
     */
    public record Imported(String yaml, Result check) {}

    /**
     * Translates a file.
     *
     * @param source of a file, so that its folder is known
     * @param folder where the new file will be, absolute
     */
    public static Imported of(SourceText source, Path folder, Options options, Disk disk) {
        Report report = new Report(source.name(), source.placed());
        Optional<Node> root = YamlTree.parse(source.text(), report);
        if (root.isEmpty() || report.hasProblems()) {
            return new Imported("", new Result(List.of(), report.problems(), report.warnings()));
        }
        boolean moved = !folder.equals(source.folder());
        EcosystemImport it = new EcosystemImport(
                source.folder(),
                moved ? Optional.of(source.folder()) : Optional.empty(),
                new Paths(options.userHome()));
        it.file(source.name(), root.get());
        String text = it.yaml.toString();
        // Read under the name of the original: its writer knows that one, and relative paths start from its folder.
        SourceText copy = new SourceText(source.name(), source.file(), source.folder(), text, false);
        return new Imported(text, EcosystemReader.read(copy, options, disk));
    }

    private void file(String name, Node root) {
        line(
                0,
                "# From " + name
                        + " by `lbm import`. Relative paths start from this file's folder, not from the shell's.");
        List<Entry> beside = new ArrayList<>();
        List<Node> apps = new ArrayList<>();
        if (root instanceof Table table && table.entries().stream().anyMatch(e -> APPS.contains(e.key()))) {
            for (Entry entry : table.entries()) {
                if (APPS.contains(entry.key())) {
                    apps.addAll(items(entry.value()));
                } else {
                    beside.add(entry);
                }
            }
        } else {
            apps.addAll(items(root));
        }
        line(0, "apps:");
        apps.forEach(this::app);
        beside.forEach(this::beside);
    }

    private static List<Node> items(Node node) {
        return node instanceof Items list ? list.items() : List.of(node);
    }

    private void beside(Entry entry) {
        if (KEPT.contains(entry.key())) {
            yaml.append(YamlText.entry(entry, 0));
        } else {
            comment(0, entry, "unknown at the top of the file");
        }
    }

    private void app(Node node) {
        if (!(node instanceof Table app)) {
            line(2, "- " + YamlText.flow(node));
            return;
        }
        List<Entry> fields = new ArrayList<>(app.entries());
        folder.ifPresent(base -> cwd(fields, base));
        fields.sort(Comparator.comparingInt(EcosystemImport::rank));
        int begin = yaml.length();
        for (Entry entry : fields) {
            field(entry, app);
        }
        first(begin);
    }

    /** Puts the dash before the first line of the app that is no comment. */
    private void first(int begin) {
        int at = begin;
        while (at < yaml.length() && yaml.charAt(at + 4) == '#') {
            at = yaml.indexOf("\n", at) + 1;
        }
        if (at < yaml.length()) {
            yaml.setCharAt(at + 2, '-');
        } else {
            line(2, "- {}");
        }
    }

    /** The new file is elsewhere; what was relative to the old one's folder has to be said. */
    private void cwd(List<Entry> fields, Path base) {
        Optional<Entry> written =
                fields.stream().filter(e -> e.key().equals(Fields.CWD.name())).findFirst();
        written.ifPresent(fields::remove);
        Optional<Path> cwd = written.isPresent()
                ? written.filter(e -> e.value() instanceof Scalar)
                        .flatMap(e -> paths.resolve(from, ((Scalar) e.value()).text()))
                : Optional.of(base);
        cwd.ifPresentOrElse(
                path -> fields.add(new Entry(
                        Fields.CWD.name(), Place.NOWHERE, new Scalar(Place.NOWHERE, Form.TEXT, path.toString()))),
                () -> written.ifPresent(fields::add));
    }

    private void field(Entry entry, Table app) {
        Optional<Field<?>> known = Fields.written(entry.key(), Fields.APP);
        if (known.isEmpty()) {
            if (AppEnv.names(entry.key())) {
                yaml.append(YamlText.entry(entry, 4));
            } else {
                String near = Nearest.to(entry.key(), Fields.names(Fields.APP))
                        .map(n -> "; did you mean " + n + "?")
                        .orElse("");
                comment(4, entry, "unknown" + near);
            }
            return;
        }
        Field<?> field = known.get();
        if (entry.value() instanceof Scalar s && s.isNull() && !field.kind().takesNull()) {
            return;
        }
        if (!field.actedOn()) {
            comment(4, entry, "lbm does not act on it: " + field.pm2());
            return;
        }
        boolean off = entry.value() instanceof Scalar s && s.text().equals("false");
        if (!field.pm2().isEmpty() && !off && !PLAIN.contains(field) && told.add(field.name())) {
            line(4, "# " + field.name() + ": " + field.pm2());
        }
        // An alias beside the name itself stays, so that the reader tells of both.
        boolean twice =
                !entry.key().equals(field.name()) && app.entry(field.name()).isPresent();
        String key = twice ? entry.key() : field.name();
        yaml.append(YamlText.entry(new Entry(key, entry.place(), entry.value()), 4));
    }

    private void comment(int indent, Entry entry, String why) {
        String value = YamlText.flow(entry.value());
        String shown = value.length() > LONGEST_COMMENT ? value.substring(0, LONGEST_COMMENT) + "…" : value;
        line(indent, "# " + YamlText.text(entry.key()) + ": " + shown + "  # " + why);
    }

    private void line(int indent, String text) {
        yaml.append(" ".repeat(indent)).append(text).append('\n');
    }

    private static int rank(Entry entry) {
        // name before script, as everybody writes it
        if (entry.key().equals(Fields.NAME.name())) {
            return -1;
        }
        if (AppEnv.names(entry.key())) {
            return 2 * Fields.APP.indexOf(Fields.ENV) + 1;
        }
        int at =
                Fields.written(entry.key(), Fields.APP).map(Fields.APP::indexOf).orElse(Fields.APP.size());
        return 2 * at;
    }
}
