package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Scalar;

/**
 * What {@code watch} says.
 *
 * @param on whether anything is watched
 * @param paths as written; empty: the whole of {@code cwd}
 */
record Watched(boolean on, List<WrittenPath> paths) {

    /** {@code watch}: true, false, a path or a list of them. */
    static final Kind<Watched> KIND = new Kind<>() {
        private final Kind<List<WrittenPath>> paths = new ListOf<>("paths", WrittenPath.PATH);

        @Override
        public Optional<Watched> read(Value value, Report report) {
            if (value.node() instanceof Scalar s && s.form() == Form.BOOLEAN) {
                return Optional.of(new Watched(s.text().equalsIgnoreCase("true"), List.of()));
            }
            if (value.node() instanceof Node.Table || (value.node() instanceof Scalar s && s.form() == Form.NUMBER)) {
                report.wrong(value, "is nothing to watch", expected());
                return Optional.empty();
            }
            return paths.read(value, report).map(list -> new Watched(true, list));
        }

        @Override
        public String expected() {
            return "true for all of `cwd`, false, a path or a list of paths";
        }

        @Override
        public ObjectNode schema() {
            return Shapes.either(Shapes.type("boolean"), paths.schema());
        }
    };

    /** What {@link lbm.manager.trigger.Ignored} takes. */
    static final String PATTERN = "a path, a name, a glob such as *.log, or a regular expression such as /\\.tmp$/";

    private static final Kind<String> IGNORE =
            new ScalarKind<>("a pattern", PATTERN, Kinds::words, () -> Shapes.type("string", "number"));

    static final Kind<List<String>> PATTERNS = new ListOf<>("patterns", IGNORE);

    private static final LooseKind FLAG = LooseKind.of("boolean");
    private static final LooseKind NUMBER = LooseKind.of("number");
    private static final String KERNEL = "the kernel tells of changes";

    static final Field<List<String>> IGNORED = Field.of("ignored", PATTERNS, "", "The same as `ignore_watch`.");

    /** {@code watch_options}: those of chokidar, PM2's watcher. */
    static final TableKind OPTIONS = new TableKind(
            "the options of a watcher",
            "{ignored: [logs]}",
            List.of(
                    IGNORED,
                    Field.idle("persistent", FLAG, "Keep running.", "lbm always does", "true"),
                    Field.idle("ignoreInitial", FLAG, "Files that are there.", "only changes count", "true"),
                    Field.idle("followSymlinks", FLAG, "Follow links.", "links are not followed", "false"),
                    Field.idle("cwd", LooseKind.of("string"), "Folder of relative paths.", "it is the app's `cwd`"),
                    Field.idle("disableGlobbing", FLAG, "Paths are no globs.", "paths never are", "true"),
                    Field.idle("usePolling", FLAG, "Look again and again.", KERNEL, "false"),
                    Field.idle("interval", NUMBER, "Time between two looks.", KERNEL),
                    Field.idle("binaryInterval", NUMBER, "Time between two looks.", KERNEL),
                    Field.idle("useFsEvents", FLAG, "macOS.", "lbm runs on Linux", "true", "false"),
                    Field.idle("alwaysStat", FLAG, "For PM2's listeners.", "nobody listens", "true", "false"),
                    Field.idle("depth", NUMBER, "How deep.", "all folders inside are watched"),
                    Field.idle(
                            "awaitWriteFinish",
                            LooseKind.of("boolean", "object"),
                            "Wait for the end of a write.",
                            "`watch_delay` waits for quiet",
                            "true",
                            "false"),
                    Field.idle(
                            "ignorePermissionErrors",
                            FLAG,
                            "Files that cannot be read.",
                            "they are left out",
                            "true",
                            "false"),
                    Field.idle(
                            "atomic",
                            LooseKind.of("boolean", "number"),
                            "Editors that write a new file.",
                            "one change is one reload",
                            "true",
                            "false")));
}
