package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lbm.manager.spec.AppSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecDiffTest {

    @Test
    void equalSpecsDifferInNothing() {
        assertEquals(List.of(), changes("port: 80", "port: 80"));
    }

    @Test
    void eachChangedKeyIsNamedAsInTheFile() {
        assertEquals(
                List.of(
                        "env.A: 1 → \"\"",
                        "env.PORT: 8175 → 8176",
                        "instances: 4 → 2",
                        "kill_timeout: 5000 → 6000",
                        "max_memory_restart: none → 1048576",
                        "out_file: /home/me/.lbm/logs/serve-o.log → none",
                        "port: 8175 → 8176",
                        "serve.spa: false → true"),
                changes(
                        "name: s, port: 8175, instances: max, env: {A: 1}, out: /home/me/.lbm/logs/serve-o.log",
                        "name: s, port: 8176, instances: 2, env: {A: ''}, kill_timeout: 6s, serve: {spa: true}, "
                                + "max_memory_restart: 1M, out: /dev/null"));
    }

    @Test
    void secretsAreNamedButNotShown() {
        assertEquals(
                List.of(
                        "env.API_KEY: changed (value hidden)",
                        "env.DB_PASSWORD: removed (value hidden)",
                        "env.SESSION_TOKEN: added (value hidden)"),
                changes("env: {API_KEY: a, DB_PASSWORD: p}", "env: {API_KEY: b, SESSION_TOKEN: t}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SECRET",
                "AWS_SECRET_ACCESS_KEY",
                "apiKey",
                "DATABASE_URL",
                "MONGODB_URI",
                "KEY",
                "MY_KEY",
                "DB_PWD",
                "JWT"
            })
    void theseLookSecret(String variable) {
        assertTrue(SpecDiff.looksSecret(variable));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT", "NODE_ENV", "KEYBOARD", "MONKEY", "PUBLIC_URL", "PATH", "PWD", "OLDPWD"})
    void theseDoNot(String variable) {
        assertFalse(SpecDiff.looksSecret(variable));
    }

    private static List<String> changes(String before, String after) {
        return SpecDiff.changes(app(before), app(after));
    }

    private static AppSpec app(String fields) {
        return Reading.app("apps: [{script: serve, " + fields + "}]");
    }
}
