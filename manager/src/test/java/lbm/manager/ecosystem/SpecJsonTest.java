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
