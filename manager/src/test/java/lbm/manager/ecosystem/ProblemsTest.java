package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void everythingWrongIsToldAtOnceWithItsPlace() {
        Result result =
                Reading.of("""
                apps:
                  - name: site
                    script: serve
                    serve: {root: nope, spaa: true}
                    instnces: max
                    max_memory_restart: 1X
                    min_uptime: [1]
                    exec_mode: clutser
                    pmx: true
                    env: {A: , B: yes}
                    out: x
                    out_file: y
                    autorestart: yes
                    port: 99999
                    kill_timeout: 10 s
                  - name: site
                    cwd: gone
                  - 5
                bogus: 1
                deploy: {}
                """, FakeDisk.FULL.withoutFolder("/site/nope").withoutFolder("/site/gone"));
        assertEquals(List.of(), result.apps());
        assertEquals("""
                ecosystem.yaml:4:25: apps[0].serve.spaa: unknown key; did you mean spa?
                ecosystem.yaml:5:5: apps[0].instnces: unknown key; did you mean instances?
                ecosystem.yaml:6:25: apps[0].max_memory_restart: "1X" is not a size; expected e.g. 200M, 1G or a number of bytes
                ecosystem.yaml:7:17: apps[0].min_uptime: a list is not a duration; expected e.g. 500ms, 10s, 1h30m or a number of milliseconds, at least 100ms, at most a year
                ecosystem.yaml:8:16: apps[0].exec_mode: "clutser" is not known here; expected cluster, cluster_mode, fork or fork_mode; did you mean cluster?
                ecosystem.yaml:10:13: apps[0].env.A: has no value; expected text, or "" for an empty one
                ecosystem.yaml:12:5: apps[0].out_file: says again what apps[0].out says; expected one of them
                ecosystem.yaml:13:18: apps[0].autorestart: "yes" is not true or false; expected true or false, without quotes
                ecosystem.yaml:14:11: apps[0].port: "99999" is not a number in range; expected a number from 1 to 65535
                ecosystem.yaml:15:19: apps[0].kill_timeout: "10 s" is not a duration; expected e.g. 500ms, 10s, 1h30m or a number of milliseconds, at least 1ms, at most a year
                ecosystem.yaml:16:5: apps[1]: has no script; expected script: serve, a file or a program
                ecosystem.yaml:16:11: apps[1].name: "site" is the name of the app on line 2 too; expected a name of its own
                ecosystem.yaml:17:10: apps[1].cwd: "gone" is no folder that can be read (/site/gone); expected an existing folder
                ecosystem.yaml:18:5: apps[2]: "5" is not an app; expected a map with script and name
                ecosystem.yaml:19:1: bogus: unknown key
                """.lines().toList(), Reading.problems(result));
        assertEquals(
                List.of(
                        "ecosystem.yaml:9:5: apps[0].pmx: lbm does not act on this field: a program is never wrapped; `lbm list` "
                                + "has its memory and processor time",
                        "ecosystem.yaml:20:1: deploy: lbm does not act on this field yet; it changes nothing"),
                Reading.warnings(result));
    }

    @Test
    void anEnvThatNoAppHasIsAProblemWithTheNearestName() {
        String text = "apps:\n  - {script: serve, env_staging: {A: 1}}\n  - {script: serve, port: 81, env_prod: {}}\n";
        assertEquals(
                List.of("ecosystem.yaml:1:1: --env: \"stagign\" names no env_stagign of any app; "
                        + "expected one of prod, staging; did you mean staging?"),
                Reading.problems(Reading.withEnv("stagign", text)));
        assertEquals(List.of(), Reading.problems(Reading.withEnv("prod", text)));
        assertEquals(
                List.of("ecosystem.yaml:1:1: --env: \"x\" names no env_x of any app; expected no env_<name> is there"),
                Reading.problems(Reading.withEnv("x", "apps: [{script: serve}]")));
    }

    @Test
    void twoAppsOnOnePortAreAProblem() {
        assertEquals(
                List.of("ecosystem.yaml:3:42: apps[1].env.PORT: \"80\" is the port of a too; "
                        + "expected a port of its own"),
                Reading.problems("""
                        apps:
                          - {name: a, script: serve, port: 80}
                          - {name: b, script: serve, env: {PORT: 80}}
                          - {name: c, script: x.js, env: {PORT: 80}}
                        """));
    }

    @Test
    void theSamePortOnTwoAddressesIsNone() {
        assertEquals(List.of(), Reading.problems("""
                        apps:
                          - {name: a, script: serve, port: 80, host: 127.0.0.1}
                          - {name: b, script: serve, port: 80, host: 127.0.0.2}
                        """));
    }

    @Test
    void anAppWithoutTheChosenEnvIsWarnedOf() {
        Result result = Reading.withEnv("x", "apps:\n  - {script: a.js, env_x: {A: 1}}\n  - {script: b.js}\n");
        assertEquals(List.of("ecosystem.yaml:3:5: apps[1]: has no env_x; env alone counts"), Reading.warnings(result));
    }

    @Test
    void aFloodOfProblemsIsCutAndCounted() {
        String keys =
                IntStream.range(0, 20_000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
        List<String> problems = Reading.problems("script: a.js\n" + keys);
        assertEquals(101, problems.size());
        assertEquals("ecosystem.yaml:2:1: k0: unknown key", problems.get(0));
        assertEquals("ecosystem.yaml: there are 19900 problems more", problems.get(100));
    }

    @Test
    void hugeKeysValuesAndListsAreRefusedInShortLines() {
        String huge = "x".repeat(500_000);
        for (String text : List.of(
                huge + ": 1\nscript: a.js",
                "{script: a.js, min_uptime: " + "1s".repeat(200_000) + "}",
                "{script: a.js, instances: " + "9".repeat(500_000) + "}",
                "{script: a.js, exec_mode: " + huge + "}",
                "{script: a.js, name: " + huge + "}",
                "[" + "{script: a.js},".repeat(20_000) + "]")) {
            List<String> problems = Reading.problems(text);
            assertEquals(1, problems.size(), text.substring(0, 30));
            assertTrue(problems.get(0).length() < 300, problems.get(0));
        }
        assertTrue(Reading.of("{script: a.js, env: {A: [" + "9".repeat(500_000) + "]}}")
                .ok());
    }

    @Test
    void appsWithoutNameAndScriptAreNotCalledNamesakes() {
        assertEquals(
                List.of(
                        "ecosystem.yaml:1:2: [0]: has no script; expected script: serve, a file or a program",
                        "ecosystem.yaml:1:6: [1]: has no script; expected script: serve, a file or a program"),
                Reading.problems("[{}, {}]"));
    }

    @Test
    void longAndUnprintableValuesAreShownOnOneShortLine() {
        assertEquals("\"a\\n\\t\\\"\\u0001\"", Problem.quote("a\n\t\"\u0001"));
        assertEquals("\"" + "x".repeat(60) + "…\"", Problem.quote("x".repeat(1000)));
        assertEquals(
                "lbm serve: port: \"0\" is wrong; expected 1; did you mean 1?",
                new Problem("lbm serve", Place.NOWHERE, "port", "0", "is wrong", "1", Optional.of("1")).line());
    }

    @Test
    void whatIsNoFileOfAppsIsSaidSo() {
        assertEquals(
                List.of("ecosystem.yaml:1:1: \"5\" is not an ecosystem file; expected apps:"), Reading.problems("5"));
        assertEquals(List.of("ecosystem.yaml:1:1: the file is empty; expected apps:"), Reading.problems("# nothing"));
        assertEquals(
                List.of("ecosystem.yaml:1:7: apps: a list holds no app; expected a list of apps"),
                Reading.problems("apps: []"));
        assertEquals(
                List.of("ecosystem.yaml:1:1: there are no apps; expected apps: with at least one"),
                Reading.problems("x-common: 1"));
    }
}
