package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pm2FieldsTest {

    /** Names and aliases of PM2 7.0.4's lib/API/schema.json, and the two that its reader renames. */
    static final List<String> PM2 = List.of(
            ("script exec cmd command name name_prefix filter_env namespace install_url cwd args exec_interpreter"
                            + " interpreter node_args interpreterArgs interpreter_args out_file out output out_log"
                            + " error_file error err err_file err_log log_file log disable_logs log_type"
                            + " log_date_format time env max_memory_restart pid_file pid restart_delay"
                            + " exp_backoff_restart_delay source_map_support disable_source_map_support wait_ready"
                            + " instances kill_timeout shutdown_with_message listen_timeout cron_restart cron"
                            + " merge_logs combine_logs vizion autostart autorestart stop_exit_codes watch_delay watch"
                            + " ignore_watch watch_options min_uptime max_restarts execute_command exec_mode force"
                            + " append_env_to_name post_update trace disable_trace v8 event_loop_inspector"
                            + " deep_monitoring increment_var instance_var pmx automation treekill port username uid"
                            + " user gid windowsHide kill_retry_time write io")
                    .split(" "));

    @Test
    void everyFieldOfPm2IsKnown() {
        List<String> known = Fields.names(Fields.APP);
        assertEquals(
                List.of(), PM2.stream().filter(name -> !known.contains(name)).toList());
    }

    @Test
    void noNameStandsForTwoFields() {
        List<String> known = Fields.names(Fields.APP);
        assertEquals(known.size(), known.stream().distinct().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vizion: true", "kill_retry_time: 100", "username: me", "pmx: true", "io: {}"})
    void whatIsNotActedOnIsWarnedOf(String field) {
        Result result = Reading.of("apps: [{script: a.js, " + field + "}]");
        assertTrue(result.ok());
        assertEquals(1, result.warnings().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"watch: false", "pmx: false", "windowsHide: true", "vizion: false", "cron_restart: 0", "uid:"})
    void whatAsksForNothingIsNot(String field) {
        assertEquals(
                List.of(), Reading.of("apps: [{script: a.js, " + field + "}]").warnings());
    }

    @Test
    void evenWhatIsNotActedOnMustFit() {
        assertEquals(
                List.of("ecosystem.yaml:1:31: apps[0].vizion: \"5\" does not fit here; expected boolean"),
                Reading.problems("apps: [{script: a.js, vizion: 5}]"));
    }
}
