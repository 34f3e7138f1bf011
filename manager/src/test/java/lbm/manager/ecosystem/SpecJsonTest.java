package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lbm.manager.spec.AppSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecJsonTest {

    static List<AppSpec> specs() {
        return List.of(
                Reading.app(ReferenceFileTest.FILE),
                Reading.app("apps: [{script: serve, host: '::1', balance: least_connections, increment_var: PORT}]"),
                Reading.app("apps: [{script: a.py, args: [a b, ''], interpreter_args: -u, env: {A: \"x\\ny\"}, "
                        + "stop_exit_codes: [0, 3], disable_logs: true, autostart: false, log_type: json}]"),
                Reading.app(
                        "apps: [{script: a.py, uid: www-data, gid: 0, pid_file: a.pid, filter_env: [A_, B], nofile: 1024,"
                                + " nice: -3, memory_max: 1G, cpu_max: 150%, watch: [src, a.js], ignore_watch: '*.log',"
                                + " watch_delay: 1s, cron_restart: '0 3 * * *', ready: {http: /r}, port: 80, listen: inherited,"
                                + " alive: {command: 'true x', retries: 9, start_period: 1m}, watchdog: 10s}]"),
                Reading.app(
                        "apps: [{script: a.js, instances: 2, filter_env: true, watch: true, ready: {tcp: '5432'}}]"),
                Reading.of(
                                "apps: [{name: a, script: a.py, port: 80, listen: proxy, depends_on: {b: completed}, proxy: {sticky:"
                                        + " cookie, access_log: true}}, {name: b, script: b.sh, autorestart: false}]")
                        .apps()
                        .get(0),
                Reading.of("apps: [{name: a, script: a.py, port: 80, proxy: {read_timeout: 1s, access_log: json}}]")
                        .apps()
                        .get(1),
                Reading.app("apps: [{script: ./a, namespace: n, restart_delay: 1s, exp_backoff_restart_delay: 50, "
                        + "kill_signal: TERM, treekill: false, wait_ready: true, log_file: true}]"));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aSpecComesBackFromTextAsItWas(AppSpec spec) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        String text = mapper.writeValueAsString(SpecJson.toJson(spec));
        assertEquals(spec, SpecJson.fromJson(mapper.readTree(text)));
    }

    /** What managers wrote before apps had these parts. */
    @Test
    void aSpecOfAnOlderManagerGetsTheDefaults() {
        for (String text : List.of(ReferenceFileTest.FILE, "apps: [{script: a.py}]")) {
            AppSpec spec = Reading.app(text);
            ObjectNode json = SpecJson.toJson(spec);
            json.remove(List.of("launch", "supervision", "listen", "proxy"));
            assertEquals(spec, SpecJson.fromJson(json));
        }
    }

    @Test
    void aBrokenObjectSaysWhichKey() {
        ObjectNode json = SpecJson.toJson(Reading.app(ReferenceFileTest.FILE));
        json.remove("cwd");
        assertEquals("\"cwd\" is missing", failure(json));
        json.put("cwd", 5);
        assertEquals("\"cwd\" is not what it was", failure(json));
    }

    private static String failure(ObjectNode json) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> SpecJson.fromJson(json))
                .getMessage());
    }
}
