package lbm.manager.ecosystem.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.it.Patience;
import lbm.manager.ecosystem.EcosystemImport.Imported;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.Result;
import lbm.manager.ecosystem.io.EcosystemFiles.Read;
import lbm.manager.spec.AppSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ecosystem files that are programs, run by the machine's node. */
class ConfigScriptIT {

    private static final String APPS = "{apps: [{script: 'a.sh', env: {N: 1}}]}";
    private static final String JSON = "{\"apps\":[{\"script\":\"a.sh\",\"env\":{\"N\":1}}]}";

    @TempDir
    Path folder;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.config.js | module.exports = APPS",
                "a.config.cjs | module.exports = APPS",
                "a.config.js | module.exports = Promise.resolve(APPS)",
                "a.config.js | module.exports = () => (APPS)",
                "a.config.js | module.exports = async () => (APPS)",
                "a.config.js | exports.__esModule = true; exports.default = APPS",
                "a.config.mjs | export default APPS",
                "a.config.mjs | export default async () => (APPS)",
                "a.config.mjs | const all = APPS; export const apps = all.apps",
                "a.config.js | const {join} = require('path'); module.exports = {apps: [{script: join('', 'a.sh'), env: {N: 1, M: undefined}}]}",
            })
    void everyFormOfExportIsTaken(String name, String text) throws IOException {
        assertEquals(JSON, exported(name, text.replace("APPS", APPS)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1:7: throws Error: no such luck | throw new Error('no such luck\\nand more')",
                "1:9: throws ReferenceError: y is not defined | let x = (y)",
                "1:9: throws Error: Cannot find module './gone' | let x = require('./gone')",
                "-: throws 'text' | throw 'text'",
                "-: exports nothing of use; expected module.exports = {apps: […]} | let x = 1",
                "-: exports nothing of use; expected module.exports = {apps: […]} | module.exports = 'text'",
                "-: apps[0].watch: is a function; expected what JSON can hold | module.exports = {apps: [{watch: () => 1}]}",
                "-: apps[0].watch[1]: is a regular expression; expected what JSON can hold | module.exports = {apps: [{watch: ['a', /b/]}]}",
                "-: apps[0][\"a b\"]: is NaN; expected what JSON can hold | module.exports = {apps: [{'a b': NaN}]}",
                "-: apps: is a value that holds itself; expected what JSON can hold | let a = {}; a.apps = a; module.exports = a",
                "-: exports more than 1 MB; expected the apps of an ecosystem file | module.exports = {apps: 'x'.repeat(2e6)}",
                "-: ended before it exported anything (exit code 3); expected module.exports that is there, or a promise that is kept | process.exit(3)",
                "-: ended before it exported anything (exit code 0); expected module.exports that is there, or a promise that is kept | module.exports = new Promise(() => 0)",
            })
    void whatGoesWrongIsOneLine(String line, String text) throws IOException {
        assertEquals(
                "a.config.js" + (line.startsWith("-") ? line.substring(1) : ":" + line), problem("a.config.js", text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.config.js | 2:16: throws SyntaxError: Unexpected | module.exports = {",
                "a.config.mjs | 2:16: throws SyntaxError: Unexpected | export default {",
            })
    void aMistakeInTheSyntaxIsToldWithItsPlace(String name, String line, String begin) throws IOException {
        String said = problem(name, begin + "\n  apps: [{a: 1 script: 'x'}],\n};\n");
        assertEquals(name + ":" + line, said.replaceFirst("Unexpected.*", "Unexpected"), said);
    }

    @Test
    void aMistakeInAFileThatIsRequiredIsNamed() throws IOException {
        Path other = Files.writeString(folder.resolve("other.js"), "module.exports = {\n");
        assertEquals(
                "a.config.js:1:18: throws SyntaxError: Unexpected end of input (" + other.toRealPath() + ":2)",
                problem("a.config.js", "module.exports = require('./other.js')").replace(other + ":1", other + ":2"));
    }

    @Test
    void whatItPrintsIsNoPartOfTheResult() throws IOException {
        assertEquals(
                JSON,
                exported(
                        "a.config.js",
                        "console.log('one'); console.error('two'); require('child_process').execSync('echo three',"
                                + " {stdio: 'inherit'}); module.exports = " + APPS));
        // What a file prints is not waited for long.
        Patience.await().untilAsserted(() -> assertEquals(List.of("one", "two", "three"), said));
    }

    @Test
    void regularExpressionsOfIgnoreWatchBecomeTexts() throws IOException {
        assertEquals(
                "{\"apps\":[{\"ignore_watch\":[\"/(?:\\\\.tmp$)/\",\"/(?i:logs)/\"]}]}",
                exported("a.config.js", "module.exports = {apps: [{ignore_watch: [/\\.tmp$/, /logs/i]}]}"));
    }

    @Test
    void itSeesTheCallersFolderAndVariables() throws IOException {
        Path file = write("a.config.js", "module.exports = {apps: [process.cwd(), process.env.WHO]}");
        Path cwd = Files.createDirectory(folder.resolve("here")).toRealPath();
        Map<String, String> environ = new HashMap<>(System.getenv());
        environ.put("WHO", "me");
        assertEquals(
                "{\"apps\":[\"" + cwd + "\",\"me\"]}", text(ConfigScript.evaluate(file, environ, cwd, line -> {})));
    }

    @Test
    void oneThatDoesNotEndIsEnded() throws IOException {
        Path file = write("a.config.js", "setInterval(() => 0, 1000); module.exports = new Promise(() => 0)");
        ConfigScript script = new ConfigScript(file, Duration.ofSeconds(2));
        assertEquals(
                "a.config.js: is not done after 2 s; expected a file that only exports settings",
                failure(script.run(System.getenv(), folder, said::add)));
        // Killed is not reaped yet.
        Patience.await().until(() -> ProcessHandle.current().children().noneMatch(ConfigScriptIT::isNode));
    }

    @Test
    void withoutNodeOnThePathItSaysSo() throws IOException {
        Path file = write("a.config.js", "module.exports = " + APPS);
        assertEquals(
                "a.config.js: is a program for node, which is not on PATH; expected node, or an ecosystem.yaml",
                failure(ConfigScript.evaluate(file, Map.of("PATH", folder.toString()), folder, said::add)));
    }

    @Test
    void problemsInItHaveAPathAndNoLine() throws IOException {
        Path file = write(
                "a.config.js",
                "module.exports = {apps: [{script: 'a.sh', name: 'x'}, {script: 'a.sh', name: 'x', instnces: 1}]}");
        Result result = Ecosystems.load(
                file, Optional.of(text(evaluate(file))), Optional.empty(), folder.resolve("home"), System.getenv());
        assertEquals(
                List.of(
                        "a.config.js: apps[1].name: \"x\" is the name of the app apps[0].name too; expected a name of its own",
                        "a.config.js: apps[1].instnces: unknown key; did you mean instances?"),
                result.problems().stream().map(Problem::line).toList());
    }

    @Test
    void importedItSaysTheSame() throws IOException {
        Path file = write(
                "a.config.js",
                "module.exports = {apps: [{name: 'yes', exec: './a.sh', node_args: undefined, args: ['1e3', 'a: b', '#'],"
                        + " env: {ON: 'on', N: 0.5, O: {a: [1, '1', true]}, E: ''}, env_production: {'A B': '\\n\\u00e9\\ud83d\\ude00'},"
                        + " vizion: true, instances: '2', exec_mode: 'fork', stop_exit_codes: [0, 3], out_file: null,"
                        + " max_memory_restart: '1G', kill_timeout: '3s', log_date_format: 'YYYY-MM-DD HH:mm Z'}]}");
        Path home = folder.resolve("home");
        String json = text(evaluate(file));
        Imported imported = Ecosystems.translate(file, Optional.of(json), folder, home, System.getenv());
        assertEquals(List.of(), imported.check().problems());
        for (Optional<String> env : List.of(Optional.<String>empty(), Optional.of("production"))) {
            List<AppSpec> direct = Ecosystems.load(file, Optional.of(json), env, home, System.getenv())
                    .apps();
            Path yaml = Files.writeString(folder.resolve("ecosystem.yaml"), imported.yaml());
            Result read = Ecosystems.load(yaml, env, home, System.getenv());
            assertEquals(List.of(), read.problems());
            assertEquals(1, direct.size());
            assertEquals(
                    direct.stream().map(a -> fromNowhere(a)).toList(),
                    read.apps().stream().map(a -> fromNowhere(a)).toList());
        }
    }

    /** The spec but for the file it came from. */
    private static String fromNowhere(AppSpec app) {
        return app.toString().replaceAll("file=Optional\\[[^\\]]*\\]", "");
    }

    private static boolean isNode(ProcessHandle process) {
        return process.info().command().filter(c -> c.endsWith("/node")).isPresent();
    }

    private String exported(String name, String text) throws IOException {
        return text(evaluate(write(name, text)));
    }

    private String problem(String name, String text) throws IOException {
        return failure(evaluate(write(name, text)));
    }

    private Path write(String name, String text) throws IOException {
        Path script = folder.resolve("a.sh");
        Files.writeString(script, "#!/bin/sh\n");
        assertTrue(script.toFile().setExecutable(true));
        return Files.writeString(folder.resolve(name), text);
    }

    private Read evaluate(Path file) {
        return ConfigScript.evaluate(file, System.getenv(), folder, said::add);
    }

    private static String text(Read read) {
        return read instanceof Read.Text text ? text.source().text() : failure(read);
    }

    private static String failure(Read read) {
        return read instanceof Read.Failure failure ? failure.problem().line() : "no failure: " + read;
    }
}
