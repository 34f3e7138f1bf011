package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.LogSpec;
import lbm.manager.spec.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppFieldsTest {

    @Test
    void variablesAreWhatIsWritten() {
        AppSpec app = Reading.app("apps: [{script: a.js, env: {A: 1.50, B: true, C: yes, D: '', E: 0x1F, "
                + "F: {x: [1, 2.5, null, no], y: TRUE}, G: [], H: 2020-01-01}}]");
        assertEquals(
                Map.of(
                        "A", "1.50",
                        "B", "true",
                        "C", "yes",
                        "D", "",
                        "E", "0x1F",
                        "F", "{\"x\":[1,2.5,null,\"no\"],\"y\":true}",
                        "G", "[]",
                        "H", "2020-01-01"),
                app.env());
    }

    @Test
    void theChosenEnvIsLaidOverTheCommonOne() {
        String text = "apps: [{script: a.js, env: {A: 1, B: 1}, env_x: {B: 2}, env_y: {B: 3}}]";
        assertEquals(Map.of("A", "1", "B", "1"), Reading.app(text).env());
        assertEquals(
                Map.of("A", "1", "B", "3"),
                Reading.app(Reading.withEnv("y", text)).env());
    }

    @Test
    void mistakesInAnEnvThatIsNotChosenAreFoundToo() {
        assertEquals(
                List.of(
                        "ecosystem.yaml:1:28: apps[0].env_x[\"B=\"]: is no name of a variable; expected a name without ="),
                Reading.problems("apps: [{script: a, env_x: {B=: 2}}]"));
        assertEquals(
                List.of("ecosystem.yaml:1:27: apps[0].env_x: \"B\" is not a map of variables; "
                        + "expected a map such as {NODE_ENV: production}"),
                Reading.problems("apps: [{script: a, env_x: B}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port: 1, env: {PORT: 2}, env_x: {PORT: 3}|3",
                "port: 1, env: {PORT: 2}, env_x: {A: 3}|1",
                "env: {PORT: 2}, env_x: {A: 3}|2",
                "env: {PORT: '2'}, env_x: {A: 3}|2",
                "env_x: {A: 3}|8080",
            })
    void theMoreParticularPortWins(String fields, int port) {
        AppSpec app = Reading.app(Reading.withEnv("x", "apps: [{script: serve, " + fields + "}]"));
        assertEquals(port, app.listen().orElseThrow().port());
        assertEquals(Integer.toString(port), app.env().get("PORT"));
    }

    @Test
    void otherProgramsAreToldTheirPortAndHaveNoListener() {
        AppSpec app = Reading.app("apps: [{script: a.js, port: 3000}]");
        assertEquals(Map.of("PORT", "3000"), app.env());
        assertEquals(Optional.empty(), app.listen());
        assertEquals(
                Map.of("PORT", "/run/a.sock"),
                Reading.app("apps: [{script: a.js, env: {PORT: /run/a.sock}}]").env());
    }

    @Test
    void aSiteNeedsAPortThatCanBeBound() {
        assertEquals(
                List.of("ecosystem.yaml:1:36: apps[0].env.PORT: \"0\" is not a number in range; "
                        + "expected a number from 1 to 65535"),
                Reading.problems("apps: [{script: serve, env: {PORT: 0}}]"));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,0.0.0.0", "127.0.0.1,127.0.0.1", "localhost,127.0.0.1", "'\"::\"','::'", "'\"::1\"','::1'"})
    void hostsAreAddresses(String written, String host) {
        AppSpec app = Reading.app("apps: [{script: serve, host: " + written + "}]");
        assertEquals(host, app.listen().orElseThrow().host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "256.0.0.1", "1.2.3", "1.2.3.4.5", "'1.2.3.4 '"})
    void otherHostsAreRefused(String written) {
        assertEquals(
                1,
                Reading.problems("apps: [{script: serve, host: " + written + "}]")
                        .size());
    }

    @Test
    void logFilesAreNamedAsInPm2() {
        LogSpec logs = Reading.app("apps: [{script: a.js, name: my app/ä, log_file: true}]")
                .logs();
        assertEquals(Optional.of(Path.of("/home/me/.lbm/logs/my-app---out.log")), logs.out());
        assertEquals(Optional.of(Path.of("/home/me/.lbm/logs/my-app---error.log")), logs.error());
        assertEquals(Optional.of(Path.of("/home/me/.lbm/logs/my-app--.log")), logs.combined());
    }

    @Test
    void logFilesCanBeNamedMovedAndLeftOut() {
        LogSpec logs = Reading.app("apps: [{script: a.js, cwd: sub, out: o.log, err_file: ~/e.log, log: false}]")
                .logs();
        assertEquals(Optional.of(Path.of("/site/sub/o.log")), logs.out());
        assertEquals(Optional.of(Path.of("/home/me/e.log")), logs.error());
        assertEquals(Optional.empty(), logs.combined());
        for (String none : List.of("/dev/null", "'NULL'", "null", "~")) {
            assertEquals(
                    Optional.empty(),
                    Reading.app("apps: [{script: a.js, out_file: " + none + "}]")
                            .logs()
                            .out());
        }
        LogSpec off = Reading.app("apps: [{script: a.js, out: x, disable_logs: true}]")
                .logs();
        assertEquals(Optional.empty(), off.out().or(off::error).or(off::combined));
    }

    @Test
    void aKeyWithoutAValueIsAsIfLeftOut() {
        AppSpec app = Reading.app("apps:\n  - script: serve\n    out_file:\n    port:\n    serve:\n    env:\n");
        assertEquals(
                Optional.of(Path.of("/home/me/.lbm/logs/serve-8080-out.log")),
                app.logs().out());
    }

    @Test
    void aSingleForkMergesItsLogsAsInPm2() {
        assertEquals(true, Reading.app("apps: [{script: a.js}]").logs().mergeLogs());
        assertEquals(
                false,
                Reading.app("apps: [{script: a.py, instances: 2}]").logs().mergeLogs());
        assertEquals(false, Reading.app("apps: [{script: serve}]").logs().mergeLogs());
        assertEquals(
                true,
                Reading.app("apps: [{script: serve, combine_logs: true}]")
                        .logs()
                        .mergeLogs());
    }

    @Test
    void timeStampsUnlessAFormatIsGiven() {
        assertEquals(Optional.of("YYYY-MM-DDTHH:mm:ss"), format("time: true"));
        assertEquals(Optional.empty(), format("time: false"));
        assertEquals(Optional.of("HH:mm"), format("time: true, log_date_format: 'HH:mm'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "/a/", "-a", "\"a\\nb\"", "' '"})
    void namesThatNoSelectorCouldMeanAreRefused(String name) {
        assertEquals(
                1,
                Reading.problems("apps: [{script: a.js, name: " + name + "}]").size());
    }

    @Test
    void signalsMayHaveSigBeforeThem() {
        assertEquals(
                "QUIT",
                Reading.app("apps: [{script: a.js, kill_signal: SIGQUIT}]")
                        .stop()
                        .killSignal());
        assertEquals(
                "TERM",
                Reading.app("apps: [{script: a.js, kill_signal: TERM}]").stop().killSignal());
        assertEquals(
                1, Reading.problems("apps: [{script: a.js, kill_signal: 9}]").size());
    }

    @Test
    void aFileMayAlsoBeAListOfAppsOrOneApp() {
        assertEquals(
                2, Reading.of("- {script: a.js}\n- {script: b.js}\n").apps().size());
        assertEquals("a", Reading.app("script: a.js\n").name());
        assertEquals("a", Reading.app("pm2: {script: a.js}\n").name());
        assertEquals("a", Reading.app("apps: {cmd: a.js}\n").name());
    }

    @Test
    void serveWithoutAFileIsCheckedTheSame() {
        Options options = Reading.options(Optional.empty());
        AppSpec app = Reading.app(ServeCommand.read(
                new ServeCommand.Site(Path.of("/srv/x"), 90, true, Optional.empty()), options, FakeDisk.FULL));
        assertEquals("serve-90", app.name());
        assertEquals(Path.of("/srv/x"), app.cwd());
        assertEquals(Optional.empty(), app.file());
        assertEquals(
                List.of(
                        "lbm serve: port: \"0\" is not a number in range; expected a number from 1 to 65535",
                        "lbm serve: serve.root: \"/srv/x\" names no folder that can be read (/srv/x); "
                                + "expected the folder of the built site"),
                Reading.problems(ServeCommand.read(
                        new ServeCommand.Site(Path.of("/srv/x"), 0, true, Optional.of("n")),
                        options,
                        FakeDisk.FULL.withoutFolder("/srv/x"))));
    }

    @Test
    void serveWithoutAFileMayAskForAPasswordAndListFolders() {
        Options options = Reading.options(Optional.empty());
        ServeCommand.Site site = new ServeCommand.Site(
                Path.of("/srv/x"), 90, false, true, Optional.empty(), Optional.of("u"), Optional.of("p"));
        AppSpec app = Reading.app(ServeCommand.read(site, options, FakeDisk.FULL));
        assertEquals(
                Map.of("basic_auth", Map.of("username", "u", "password", "p"), "listing", true),
                ((Program.Serve) app.program()).options().values());
        assertFalse(site.toString().contains("p]"));
        ServeCommand.Site half = new ServeCommand.Site(
                Path.of("/srv/x"), 90, false, false, Optional.empty(), Optional.of("u"), Optional.empty());
        assertEquals(
                1,
                Reading.problems(ServeCommand.read(half, options, FakeDisk.FULL))
                        .size());
    }

    private static Optional<String> format(String fields) {
        return Reading.app("apps: [{script: a.js, " + fields + "}]").logs().dateFormat();
    }
}
