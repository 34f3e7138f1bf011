package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.Program.Exec;
import lbm.manager.spec.Program.Serve;
import lbm.manager.spec.SiteOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramReaderTest {

    @ParameterizedTest
    @CsvSource({
        "a.js,node",
        "a.mjs,node",
        "a.cjs,node",
        "a.py,python3",
        "a.sh,bash",
        "a.rb,ruby",
        "a.php,php",
        "a.pl,perl",
        "a.ts,bun"
    })
    void theExtensionChoosesTheInterpreter(String script, String interpreter) {
        assertEquals(
                new Exec("/site/" + script, List.of("-v"), Optional.of("/bin/" + interpreter), List.of("-i")),
                program("script: " + script + ", args: -v, interpreter_args: -i"));
    }

    @Test
    void jarsRunInJava() {
        assertEquals(
                new Exec("/opt/a.jar", List.of(), Optional.of("/bin/java"), List.of("-Xmx1g", "-jar")),
                program("script: /opt/a.jar, node_args: -Xmx1g"));
        assertEquals(
                new Exec("/opt/a.jar", List.of(), Optional.of("/opt/jdk/bin/java"), List.of("-jar")),
                program("script: /opt/a.jar, interpreter: /opt/jdk/bin/java"));
    }

    @Test
    void withoutAnInterpreterTheScriptItselfIsExecuted() {
        assertEquals(new Exec("/site/a", List.of(), Optional.empty(), List.of()), program("script: ./a"));
        assertEquals(
                new Exec("/site/a.js", List.of(), Optional.empty(), List.of()),
                program("script: a.js, interpreter: none"));
        assertEquals(new Exec("/home/me/a", List.of(), Optional.empty(), List.of()), program("script: ~/a"));
        assertEquals(
                List.of("ecosystem.yaml:1:17: apps[0].script: \"a\" cannot be executed (/site/a); "
                        + "expected an executable file, or interpreter: with what runs it"),
                Reading.problems(Reading.of("apps: [{script: a}]", FakeDisk.FULL.withoutPrograms())));
    }

    @Test
    void aBareNameIsLookedUpOnPath() {
        Result result = Reading.of("apps: [{script: npm, args: run dev}]", FakeDisk.FULL.withoutFile("/site/npm"));
        assertEquals(
                new Exec("/bin/npm", List.of("run", "dev"), Optional.empty(), List.of()),
                Reading.app(result).program());
        assertEquals("npm", Reading.app(result).name());
    }

    @Test
    void aScriptWithBlanksIsALineForAShell() {
        FakeDisk disk = FakeDisk.FULL.withoutFile("/site/python x.py --ok");
        assertEquals(
                new Exec("/bin/bash", List.of("-c", "python x.py --ok"), Optional.empty(), List.of()),
                Reading.app(Reading.of("apps: [{name: x, script: python x.py --ok}]", disk))
                        .program());
        assertEquals(
                List.of("ecosystem.yaml:1:47: apps[0].args: comes beside a script that is a command line; "
                        + "expected the arguments in the script's line"),
                Reading.problems(Reading.of("apps: [{script: python x.py --ok      , args: -v}]", disk)));
    }

    @Test
    void whatIsNotThereIsAProblem() {
        assertEquals(
                List.of("ecosystem.yaml:1:17: apps[0].script: \"a.js\" is neither a file that can be read "
                        + "(/site/a.js) nor a program on PATH; expected serve, a file or a program"),
                Reading.problems(Reading.of(
                        "apps: [{script: a.js}]",
                        FakeDisk.FULL.withoutFile("/site/a.js").withoutCommands("a.js"))));
        assertEquals(
                List.of("ecosystem.yaml:1:17: apps[0].script: \"a.py\" needs python3 or python, "
                        + "which is not on PATH; expected interpreter: with the path of one"),
                Reading.problems(
                        Reading.of("apps: [{script: a.py}]", FakeDisk.FULL.withoutCommands("python3", "python"))));
        assertEquals(
                List.of("ecosystem.yaml:1:36: apps[0].interpreter: \"deno\" is no program that can be found; "
                        + "expected a path or a name on PATH"),
                Reading.problems(Reading.of(
                        "apps: [{script: a.js, interpreter: deno}]", FakeDisk.FULL.withoutCommands("deno"))));
    }

    @Test
    void pythonWritesItsLinesAtOnce() {
        assertEquals(
                Map.of("PYTHONUNBUFFERED", "1"),
                Reading.app("apps: [{script: a.py}]").env());
        assertEquals(
                Map.of("PYTHONUNBUFFERED", "0"),
                Reading.app("apps: [{script: a.py, env: {PYTHONUNBUFFERED: 0}}]")
                        .env());
    }

    @Test
    void nodeWithInstancesIsAClusterAsInPm2() {
        assertEquals(
                ExecMode.CLUSTER,
                Reading.app("apps: [{script: a.js, instances: 2}]").execMode());
        assertEquals(ExecMode.FORK, Reading.app("apps: [{script: a.js}]").execMode());
        assertEquals(
                ExecMode.FORK,
                Reading.app("apps: [{script: a.py, instances: 2}]").execMode());
        assertEquals(
                ExecMode.FORK,
                Reading.app("apps: [{script: serve, exec_mode: fork_mode}]").execMode());
    }

    @Test
    void aSiteNeedsItsFolderAndWithSpaItsIndex() {
        String text = "apps: [{script: serve, serve: {root: d, spa: true}}]";
        assertEquals(
                new Serve(Path.of("/site/d"), true, 1000, 64, SiteOptions.NONE),
                Reading.app(text).program());
        assertEquals(
                List.of("ecosystem.yaml:1:38: apps[0].serve.root: \"d\" names no folder that can be read (/site/d); "
                        + "expected the folder of the built site"),
                Reading.problems(Reading.of(text, FakeDisk.FULL.withoutFolder("/site/d"))));
        assertEquals(
                List.of("ecosystem.yaml:1:38: apps[0].serve.root: \"d\" has no index.html that can be read "
                        + "(/site/d/index.html); expected one, since spa answers deep links with it"),
                Reading.problems(Reading.of(text, FakeDisk.FULL.withoutFile("/site/d/index.html"))));
    }

    @Test
    void theServeBlockHasLimits() {
        assertEquals(
                new Serve(Path.of("/srv"), false, 0, 128, SiteOptions.NONE),
                program("script: serve, serve: {root: /srv, warmup: 0, memory: 128M}"));
        assertEquals(
                List.of("ecosystem.yaml:1:40: apps[0].serve.memory: \"8M\" is not a heap a worker can run in; "
                        + "expected at least 16M"),
                Reading.problems("apps: [{script: serve, serve: {memory: 8M}}]"));
        assertEquals(
                List.of("ecosystem.yaml:1:32: apps[0].serve: is only for the built-in site worker; "
                        + "expected script: serve beside it"),
                Reading.problems("apps: [{script: a.js,  serve:  {}}]"));
    }

    @Test
    void pm2sServeVariablesMeanTheSame() {
        var app = Reading.app("apps: [{script: serve, env: {PM2_SERVE_PATH: ./d, PM2_SERVE_PORT: 90, "
                + "PM2_SERVE_SPA: 'true', PM2_SERVE_HOST: 127.0.0.1}}]");
        assertEquals(new Serve(Path.of("/site/d"), true, 1000, 64, SiteOptions.NONE), app.program());
        assertEquals("127.0.0.1:90", app.listen().orElseThrow().name());
    }

    @Test
    void pm2sVariablesForAPasswordMeanTheSame() {
        Serve site = (Serve) program("script: serve, env: {PM2_SERVE_BASIC_AUTH: 'true', "
                + "PM2_SERVE_BASIC_AUTH_USERNAME: u, PM2_SERVE_BASIC_AUTH_PASSWORD: 12}");
        assertEquals(
                Map.of("basic_auth", Map.of("username", "u", "password", "12")),
                site.options().values());
        assertEquals(
                SiteOptions.NONE,
                ((Serve)
                                program(
                                        "script: serve, env: {PM2_SERVE_BASIC_AUTH: 'false', PM2_SERVE_BASIC_AUTH_USERNAME: u}"))
                        .options());
        assertEquals(
                List.of(
                        "ecosystem.yaml:1:52: apps[0].env.PM2_SERVE_BASIC_AUTH: \"true\" asks for a password that is not"
                                + " there; expected PM2_SERVE_BASIC_AUTH_USERNAME and PM2_SERVE_BASIC_AUTH_PASSWORD beside it"),
                Reading.problems("apps: [{script: serve, env: {PM2_SERVE_BASIC_AUTH: 'true'}}]"));
    }

    @Test
    void whatASiteDoesNotUseIsWarnedOf() {
        assertEquals(
                List.of("ecosystem.yaml:1:30: apps[0].args: not used with script: serve"),
                Reading.warnings(Reading.of("apps: [{script: serve, args: x}]")));
    }

    private static Object program(String fields) {
        return Reading.app("apps: [{" + fields + "}]").program();
    }
}
