package lbm.manager.ecosystem;

import java.util.List;

/**
 * The fields of PM2 that parse and do nothing, with the reason. The last words of each are the values that ask for
 * nothing anyway, so bring no warning.
 */
final class IdleFields {

    private static final LooseKind FLAG = LooseKind.of("boolean");
    private static final LooseKind TEXT = LooseKind.of("string");
    private static final LooseKind NUMBER = LooseKind.of("number", "string");
    private static final String CLOUD = "it belongs to PM2's cloud service";
    private static final String WRAPPED = "a program is never wrapped; `lbm list` has its memory and processor time";
    private static final String NODE_OPTION =
            "Node reads source maps with `interpreter_args: --enable-source-maps` or NODE_OPTIONS";

    static final List<Field<?>> ALL = List.of(
            Field.idle(
                    "username",
                    TEXT,
                    "PM2's note of who started it.",
                    "the manager runs as one user, who started everything"),
            Field.idle(
                    "force",
                    FLAG,
                    "Start a script that runs already.",
                    "apps are told apart by name; two apps of one script need nothing special",
                    "false",
                    "true"),
            Field.idle(
                    "execute_command",
                    FLAG,
                    "PM2's mark of a command line.",
                    "lbm sees it from the script",
                    "false",
                    "true"),
            Field.idle(
                    "kill_retry_time",
                    NUMBER,
                    "How often PM2 looks whether a process has ended.",
                    "the kernel tells lbm of an exit at once"),
            Field.idle("post_update", LooseKind.of("array"), "Commands after a pull by PM2's cloud service.", CLOUD),
            Field.idle(
                    "install_url",
                    TEXT,
                    "Where PM2 installs a module from.",
                    "lbm has no modules; what they do is built in"),
            Field.idle("source_map_support", FLAG, "Source maps in Node stack traces.", NODE_OPTION, "false"),
            Field.idle(
                    "disable_source_map_support",
                    FLAG,
                    "No source maps in Node stack traces.",
                    NODE_OPTION,
                    "true",
                    "false"),
            Field.idle(
                    "vizion", FLAG, "Read version control metadata.", "nothing is read from the repository", "false"),
            Field.idle(
                    "pmx", LooseKind.of("boolean", "string"), "Wrap the app with PM2's own metrics.", WRAPPED, "false"),
            Field.idle("automation", FLAG, "Wrap the app with PM2's own metrics.", WRAPPED, "false"),
            Field.idle("trace", FLAG, "PM2's transaction tracing.", WRAPPED, "false"),
            Field.idle("disable_trace", FLAG, "No PM2 transaction tracing.", WRAPPED, "true", "false"),
            Field.idle("deep_monitoring", FLAG, "PM2's tracing.", WRAPPED, "false"),
            Field.idle("event_loop_inspector", FLAG, "PM2's event loop dump.", WRAPPED, "false"),
            Field.idle("v8", FLAG, "PM2's heap metrics.", WRAPPED, "false"),
            Field.idle("io", LooseKind.of("object"), "Settings of PM2's cloud service.", CLOUD),
            Field.idle("write", FLAG, "PM2's mark of a generated file.", "no file is generated", "false"),
            Field.idle(
                    "windowsHide", FLAG, "Hide the console window on Windows.", "lbm runs on Linux", "true", "false"));

    private IdleFields() {}
}
