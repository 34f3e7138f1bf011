package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lbm.manager.spec.Check;
import lbm.manager.spec.Check.Kind;
import lbm.manager.spec.Supervision;
import lbm.manager.spec.WatchSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SupervisionFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"watch: false", "cron: 0", "cron_restart: '0'", "ignore_watch: a", "watch_options: {ignored: a}"
            })
    void nothingIsLookedAt(String field) {
        assertEquals(Supervision.NONE, supervision(field));
    }

    @Test
    void watchTrueIsTheWholeFolderButForHiddenFilesAndModules() {
        assertEquals(
                Optional.of(new WatchSpec(List.of(Path.of("/site/sub")), List.of(), Duration.ofMillis(200))),
                supervision("watch: true, cwd: sub").watch());
    }

    @Test
    void pathsAndPatternsAreOfTheAppsFolder() {
        assertEquals(
                Optional.of(new WatchSpec(
                        List.of(Path.of("/site/src"), Path.of("/etc/app.conf")),
                        List.of("logs/", "*.log", "/\\.tmp$/", "more"),
                        Duration.ofSeconds(2))),
                supervision("watch: [src, /etc/app.conf], watch_delay: 2000, watch_options: {ignored: more},"
                                + " ignore_watch: [logs/, '*.log', '/\\.tmp$/']")
                        .watch());
    }

    @Test
    void optionsOfPm2sWatcherThatMeanNothingAreWarnedOf() {
        Result result = Reading.of(
                "apps: [{script: a.py, watch: true, watch_options: {usePolling: true, interval: 100, followSymlinks: false}}]");
        assertEquals(
                List.of(
                        "ecosystem.yaml:1:52: apps[0].watch_options.usePolling: lbm does not act on this field: the kernel tells of changes",
                        "ecosystem.yaml:1:70: apps[0].watch_options.interval: lbm does not act on this field: the kernel tells of changes"),
                Reading.warnings(result));
    }

    @Test
    void checksHaveTheirDefaults() {
        assertEquals(
                Optional.of(new Check(
                        Kind.HTTP, "/r", List.of(), Duration.ofMillis(500), Duration.ofSeconds(2), 3, Duration.ZERO)),
                supervision("port: 80, ready: {http: /r}").ready());
        assertEquals(
                Optional.of(new Check(
                        Kind.TCP, "5432", List.of(), Duration.ofSeconds(5), Duration.ofSeconds(2), 3, Duration.ZERO)),
                supervision("alive: {tcp: 5432}").alive());
    }

    @Test
    void checksAreToldWhatToAsk() {
        assertEquals(
                "http://127.0.0.1:8080/",
                supervision("ready: {http: 8080}").ready().orElseThrow().target());
        assertEquals(
                "https://x/y?z",
                supervision("ready: {http: 'https://x/y?z'}")
                        .ready()
                        .orElseThrow()
                        .target());
        assertEquals(
                "",
                supervision("env: {PORT: 80}, ready: {tcp: true}")
                        .ready()
                        .orElseThrow()
                        .target());
        assertEquals(
                "[::1]:80",
                supervision("ready: {tcp: '[::1]:80'}").ready().orElseThrow().target());
        assertEquals(
                List.of("/bin/pg_isready", "-h", "a b"),
                supervision("alive: {command: pg_isready -h 'a b'}")
                        .alive()
                        .orElseThrow()
                        .command());
        assertEquals(
                List.of("/site/check", "1"),
                supervision("alive: {command: [./check, 1]}")
                        .alive()
                        .orElseThrow()
                        .command());
        assertEquals(
                Optional.of(Duration.ofSeconds(30)),
                supervision("watchdog: 30s").watchdog());
        assertEquals(
                Optional.of("*/5 * * * *"), supervision("cron: '*/5 * * * *'").cron());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ready: {} | apps[0].ready: asks nothing; expected http, tcp or command",
                "ready: {interval: 1s} | apps[0].ready: asks nothing; expected http, tcp or command",
                "alive: {tcp: 80, http: 80} | apps[0].alive: asks in 2 ways; expected one of http, tcp or command",
                "alive: {htp: /x, tcp: 80} | apps[0].alive.htp: unknown key; did you mean http?",
                "ready: {http: /x} | apps[0].ready.http: \"/x\" needs the port of the app; expected port: beside ready, or a whole URL or port here",
                "ready: {http: ftp://x} | apps[0].ready.http: \"ftp://x\" is not something to ask by HTTP; expected a path such as /health, a URL or a port",
                "ready: {tcp: 'x:99999'} | apps[0].ready.tcp: \"x:99999\" is not something to connect to; expected a port, host:port, or true for the app's own port",
                "ready: {command: []} | apps[0].ready.command: a list names no program; expected a program and its arguments",
                "ready: {command: gone x} | apps[0].ready.command: \"gone x\" begins with no program that can be found (gone); expected a path or a name on PATH",
                "watch: [gone] | apps[0].watch[0]: \"gone\" is neither a file nor a folder (/site/gone); expected a path that is there",
                "cron: 0 3 * * | apps[0].cron: \"0 3 * *\" is no cron line: a cron line has 5 fields (minute hour day month weekday) or 6 (second first), not 4; expected minute hour day month weekday, such as \"0 3 * * *\"",
                "ignore_watch: '/(a/', watch: true | apps[0].ignore_watch: `/(a/` is no pattern: Unclosed group; expected a path, a name, a glob such as *.log, or a regular expression such as /\\.tmp$/",
            })
    void whatCannotBeIsAProblem(String field, String problem) {
        FakeDisk disk = FakeDisk.FULL
                .withoutFolder("/site/gone")
                .withoutFile("/site/gone")
                .withoutCommands("gone");
        List<String> problems = Reading.problems(Reading.of("apps: [{script: a.py, " + field + "}]", disk));
        assertEquals(
                List.of(problem),
                problems.stream()
                        .map(p -> p.replaceAll("^ecosystem.yaml:\\d+:\\d+: ", ""))
                        .limit(1)
                        .toList());
    }

    private static Supervision supervision(String fields) {
        return Reading.app("apps: [{script: a.py, " + fields + "}]").supervision();
    }
}
