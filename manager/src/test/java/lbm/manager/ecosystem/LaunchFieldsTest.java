package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lbm.manager.spec.EnvFilter;
import lbm.manager.spec.Launch;
import lbm.manager.spec.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchFieldsTest {

    @Test
    void nothingSaidIsAsTheManagerItself() {
        assertEquals(Launch.PLAIN, Reading.app("apps: [{script: a.py}]").launch());
        assertEquals(
                Launch.PLAIN,
                Reading.app("apps: [{script: serve, filter_env: false}]").launch());
    }

    @Test
    void everythingSaidIsRead() {
        assertEquals(
                new Launch(
                        Optional.of("www-data"),
                        Optional.of("33"),
                        Optional.of(Path.of("/site/run/a.pid")),
                        new EnvFilter(false, List.of("AWS_")),
                        new Limits(
                                OptionalInt.of(4096),
                                OptionalInt.of(-5),
                                Optional.of(1L << 30),
                                OptionalDouble.of(1.5))),
                Reading.app("apps: [{script: a.py, user: www-data, gid: 33, pid: run/a.pid, filter_env: AWS_, "
                                + "nofile: 4096, nice: -5, memory_max: 1G, cpu_max: 150%}]")
                        .launch());
    }

    @Test
    void allOfTheShellsVariablesCanBeKeptAway() {
        assertEquals(
                new EnvFilter(true, List.of()),
                Reading.app("apps: [{script: a.py, filter_env: true}]").launch().filterEnv());
    }

    @Test
    void onlyRootMayBecomeSomebodyElse() {
        String text = "apps: [{script: a.py, uid: www-data, gid: 33}]";
        assertEquals(List.of(), Reading.problems(text));
        assertEquals(
                List.of(
                        "ecosystem.yaml:1:28: apps[0].uid: \"www-data\" is another user than the manager's (1000), and only "
                                + "root can change that; expected no uid, or a manager of root's",
                        "ecosystem.yaml:1:43: apps[0].gid: \"33\" is another group than the manager's (1000), and only "
                                + "root can change that; expected no gid, or a manager of root's"),
                Reading.problems(Reading.of(text, FakeDisk.FULL.as(1000))));
        assertEquals(
                List.of(),
                Reading.problems(Reading.of("apps: [{script: a.py, uid: me, gid: 1000}]", FakeDisk.FULL.as(1000))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uid: nobody-here | \"nobody-here\" is no user of this machine; expected a name or a number",
                "gid: nobody-here | \"nobody-here\" is no group of this machine; expected a name or a number",
                "uid: 4294967295 | \"4294967295\" is no user of this machine; expected a name or a number",
                "nice: -21 | \"-21\" is not a number in range; expected a number from -20 to 19",
                "cpu_max: 0.001 | \"0.001\" is not a share of processors; expected a number of processors such as 1.5, or 150%; at least 1%",
                "cpu_max: half | \"half\" is not a share of processors; expected a number of processors such as 1.5, or 150%; at least 1%",
                "nofile: 4 | \"4\" is not a number in range; expected a number from 16 to 1073741824",
            })
    void whatCannotBeIsAProblem(String field, String problem) {
        List<String> problems = Reading.problems("apps: [{script: a.py, " + field + "}]");
        assertEquals(1, problems.size());
        assertEquals(problem, problems.get(0).replaceAll("^[^ ]* [^ ]* ", ""));
    }

    @Test
    void aSiteRunsAsTheManager() {
        assertEquals(
                List.of("ecosystem.yaml:1:30: apps[0].uid: is only for programs; expected no uid with script: serve"),
                Reading.problems("apps: [{script: serve,  uid: me}]"));
    }

    @Test
    void namesGetPrefixAndEnv() {
        String text = "apps: [{name: web, script: a.py, name_prefix: shop, append_env_to_name: true, env_x: {}}]";
        assertEquals("shop:web", Reading.app(text).name());
        assertEquals("shop:web-x", Reading.app(Reading.withEnv("x", text)).name());
    }
}
