package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Dependency;
import lbm.manager.spec.Dependency.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependsOnTest {

    private static final String REST = ", {name: db, script: db.sh}, {name: job, script: job.sh, autorestart: false}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[db, job] | db READY, job READY",
                "db | db READY",
                "{db: started, job: {condition: completed}} | db STARTED, job COMPLETED",
                "{db: , job: service_completed_successfully} | db READY, job COMPLETED",
                "{} | ''",
            })
    void everyFormIsRead(String written, String meant) {
        Result result = Reading.of("[{name: web, script: a.py, depends_on: " + written + "}" + REST);
        assertEquals(List.of(), Reading.problems(result));
        assertEquals(List.of(), Reading.warnings(result));
        assertEquals(meant, String.join(", ", needs(result.apps().get(0))));
    }

    private static List<String> needs(AppSpec app) {
        return app.supervision().dependsOn().stream()
                .map(need -> need.app() + " " + need.condition())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[dbb] | .depends_on[0]: \"dbb\" is no app of this file; expected the name of one; did you mean db?",
                "{dbb: ready} | .depends_on.dbb: \"dbb\" is no app of this file; expected the name of one; did you mean db?",
                "{db: redy} | .depends_on.db: \"redy\" is not known here; expected completed, ready, service_completed_successfully, service_healthy, service_started or started; did you mean ready?",
                "{db: {conditon: ready}} | .depends_on.db.conditon: unknown key; did you mean condition?",
                "[web] | .depends_on[0]: goes in a circle: web -> web; expected an app that can be first",
                "[[a]] | .depends_on[0]: a list is not a name; expected up to 100 characters on one line, not all, not beginning with / or -",
            })
    void whatLeadsNowhereIsAProblem(String written, String problem) {
        assertEquals(
                List.of("apps[0]" + problem),
                Reading.problems("apps: [{name: web, script: a.py, depends_on: " + written + "}" + REST).stream()
                        .map(p -> p.replaceAll("^ecosystem.yaml:\\d+:\\d+: ", ""))
                        .toList());
    }

    @Test
    void aCircleIsShown() {
        assertEquals(
                List.of("ecosystem.yaml:2:43: apps[0].depends_on[0]: goes in a circle: a -> b -> c -> a; "
                        + "expected an app that can be first"),
                Reading.problems("""
                        apps:
                          - {name: a, script: a.py, depends_on:  [b]}
                          - {name: b, script: a.py, depends_on: [c]}
                          - {name: c, script: a.py, depends_on: [a]}
                        """));
    }

    @Test
    void whatNeverCompletesIsWarnedOf() {
        assertEquals(
                List.of("ecosystem.yaml:1:51: apps[0].depends_on.db: db is started again when it ends; "
                        + "with autorestart: false it completes"),
                Reading.warnings(Reading.of("apps: [{name: web, script: a.py, depends_on: {db: completed}}" + REST)));
    }

    @Test
    void namesAreThoseOfTheFileBeforePrefixAndEnv() {
        List<AppSpec> apps = Reading.withEnv("x", """
                        apps:
                          - {name: a, script: a.py, depends_on: [b]}
                          - {name: b, script: b.py, name_prefix: p, append_env_to_name: true, env_x: {}}
                        """).apps();
        assertEquals(
                List.of(new Dependency("p:b-x", Condition.READY)),
                apps.get(0).supervision().dependsOn());
    }
}
