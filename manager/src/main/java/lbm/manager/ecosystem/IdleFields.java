package lbm.manager.ecosystem;

import java.util.List;

/**
 * The fields of PM2 that parse and do nothing yet. The last words of each are the values that ask for nothing anyway,
 * so bring no warning.
 */
final class IdleFields {

    private static final LooseKind FLAG = LooseKind.of("boolean");
    private static final LooseKind TEXT = LooseKind.of("string");
    private static final LooseKind NUMBER = LooseKind.of("number", "string");
    private static final LooseKind WATCHED = LooseKind.of("boolean", "array", "string");

    static final List<Field<?>> ALL = List.of(
            Field.idle("watch", WATCHED, "Restart when files change.", "false"),
            Field.idle("ignore_watch", LooseKind.of("array", "string"), "Paths that `watch` leaves out."),
            Field.idle("watch_delay", NUMBER, "Wait between a change and the restart."),
            Field.idle("watch_options", LooseKind.of("object"), "Options of PM2's file watcher."),
            Field.idle("cron_restart", LooseKind.of("string", "number"), "Restart at times of a cron pattern.", "0")
                    .alias("cron"),
            Field.idle("uid", LooseKind.of("number", "string"), "User the app runs as.")
                    .alias("user"),
            Field.idle("gid", LooseKind.of("number", "string"), "Group the app runs as."),
            Field.idle("username", TEXT, "PM2's note of who started it."),
            Field.idle("filter_env", WATCHED, "Variables of the shell to keep from the app.", "false"),
            Field.idle("pid_file", TEXT, "File for the process id.").alias("pid"),
            Field.idle("force", FLAG, "Start a script that runs already.", "false"),
            Field.idle("append_env_to_name", FLAG, "Put the chosen env after the app's name.", "false"),
            Field.idle("name_prefix", TEXT, "Put before the app's name."),
            Field.idle("execute_command", FLAG, "PM2's mark of a command line.", "false"),
            Field.idle("kill_retry_time", NUMBER, "PM2's polling while it waits for an exit; lbm is told of exits."),
            Field.idle("post_update", LooseKind.of("array"), "Commands after a pull by PM2's cloud service."),
            Field.idle("install_url", TEXT, "Where PM2 installs a module from."),
            Field.idle("source_map_support", FLAG, "Source maps in Node stack traces.", "false"),
            Field.idle("disable_source_map_support", FLAG, "No source maps in Node stack traces.", "true", "false"),
            Field.idle("vizion", FLAG, "Read version control metadata.", "false"),
            Field.idle("pmx", LooseKind.of("boolean", "string"), "Wrap the app with PM2's own metrics.", "false"),
            Field.idle("automation", FLAG, "Wrap the app with PM2's own metrics.", "false"),
            Field.idle("trace", FLAG, "PM2's transaction tracing.", "false"),
            Field.idle("disable_trace", FLAG, "No PM2 transaction tracing.", "true", "false"),
            Field.idle("deep_monitoring", FLAG, "PM2's tracing.", "false"),
            Field.idle("event_loop_inspector", FLAG, "PM2's event loop dump.", "false"),
            Field.idle("v8", FLAG, "PM2's heap metrics.", "false"),
            Field.idle("io", LooseKind.of("object"), "Settings of PM2's cloud service."),
            Field.idle("write", FLAG, "PM2's mark of a generated file.", "false"),
            Field.idle("windowsHide", FLAG, "Hide the console window on Windows.", "true", "false"));

    private IdleFields() {}
}
