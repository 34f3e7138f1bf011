package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.Entry;
import lbm.manager.spec.Entry.Mode;
import lbm.manager.spec.Program;
import lbm.manager.spec.SiteOptions;

/** How clients come to an app: {@code listen}, {@code exec_mode}, {@code port} and {@code proxy} together. */
final class EntryReader {

    private final Settings settings;
    private final Report report;

    EntryReader(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /** Whether lbm opens the port of a program, which may then be told by {@code PORT} in {@code env} too. */
    boolean shares(Program program) {
        Optional<Mode> written = settings.get(Fields.LISTEN);
        if (!(program instanceof Program.Exec exec)) {
            return false;
        }
        if (written.isPresent()) {
            return written.get() == Mode.INHERITED || written.get() == Mode.PROXY;
        }
        boolean cluster = settings.get(Fields.EXEC_MODE)
                .filter(m -> m == ExecMode.CLUSTER)
                .isPresent();
        return settings.has(Fields.PROXY) || (cluster && !isNode(exec));
    }

    /** What holds of an app. */
    record Way(Entry entry, ExecMode mode) {}

    /** Decides; what contradicts itself is reported. */
    Way read(Program program, Optional<Port> port) {
        if (!(program instanceof Program.Exec exec)) {
            return new Way(Entry.HANDOFF, settings.get(Fields.EXEC_MODE).orElse(ExecMode.CLUSTER));
        }
        Mode mode = mode(exec, port);
        if (mode != Mode.PROXY && settings.has(Fields.PROXY)) {
            Value at = settings.at(Fields.PROXY);
            report.problem(at.place(), at.path(), "is only for listen: proxy", "listen: proxy beside it");
        }
        boolean written = settings.has(Fields.LISTEN) || settings.has(Fields.PROXY);
        if (written && (mode == Mode.PROXY || mode == Mode.INHERITED) && port.isEmpty() && !settings.has(Fields.PORT)) {
            Value at = settings.at(settings.has(Fields.LISTEN) ? Fields.LISTEN : Fields.PROXY);
            report.problem(at.place(), at.path(), "needs to know the port", "port: beside it");
        }
        ExecMode standard = mode == Mode.OWN ? ExecMode.FORK : ExecMode.CLUSTER;
        return new Way(
                new Entry(mode, SiteOptions.NONE),
                settings.get(Fields.EXEC_MODE).orElse(standard));
    }

    private Mode mode(Program.Exec exec, Optional<Port> port) {
        Optional<Mode> written = settings.get(Fields.LISTEN);
        if (written.isPresent()) {
            if (written.get() == Mode.NODE && !isNode(exec)) {
                report.wrong(
                        settings.at(Fields.LISTEN), "is only for programs that node runs", "own, inherited or proxy");
            }
            return written.get();
        }
        if (settings.has(Fields.PROXY)) {
            return Mode.PROXY;
        }
        Optional<ExecMode> asked = settings.get(Fields.EXEC_MODE);
        if (asked.isPresent() ? asked.get() == ExecMode.FORK : !settings.has(Fields.INSTANCES)) {
            return Mode.OWN;
        }
        if (isNode(exec)) {
            return Mode.NODE;
        }
        if (asked.isEmpty()) {
            return Mode.OWN;
        }
        if (port.isEmpty() && !settings.has(Fields.PORT)) {
            Value at = settings.at(Fields.EXEC_MODE);
            report.wrong(
                    at,
                    "of a program that node does not run needs to know the port",
                    "port: for a proxy before it, listen: inherited with port:, or exec_mode: fork");
        }
        return Mode.PROXY;
    }

    /** As PM2: node itself; what only brings node with it (npm, tsx) has processes in between. */
    static boolean isNode(Program.Exec exec) {
        return exec.interpreter()
                .map(interpreter -> String.valueOf(Path.of(interpreter).getFileName()))
                .filter(name -> name.matches("node(js)?(-?\\d[\\d.]*)?"))
                .isPresent();
    }
}
