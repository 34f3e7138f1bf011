package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import lbm.manager.ecosystem.EcosystemImport.Imported;
import lbm.manager.spec.AppSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcosystemImportTest {

    private static final Path FILE = Path.of("/site/ecosystem.config.js");
    private static final Path FOLDER = Path.of("/site");

    @Test
    void fieldsGetLbmsNamesAndTheOrderOfTheDocumentation() {
        assertEquals("""
                # From ecosystem.config.js by `lbm import`. Relative paths start from this file's folder, not from the shell's.
                apps:
                  - name: web
                    script: ./server.js
                    args: ["--port", "80"]
                    instances: 2
                    env:
                      NODE_ENV: production
                    env_staging:
                      NODE_ENV: staging
                    # max_memory_restart: of the process tree, each second, and a reload, not a restart
                    max_memory_restart: 300M
                    # pmx: true  # lbm does not act on it: a program is never wrapped; `lbm list` has its memory and processor time
                    # max_memory: 5  # unknown; did you mean max_memory_restart?
                deploy:
                  production:
                    user: node
                """, imported("""
                {"apps": [{"env_staging": {"NODE_ENV": "staging"}, "max_memory": 5, "max_memory_restart": "300M",
                  "exec": "./server.js", "name": "web", "env": {"NODE_ENV": "production"}, "args": ["--port", "80"],
                  "pmx": true, "instances": 2, "watch": null}],
                 "deploy": {"production": {"user": "node"}}}
                """).yaml());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"script\": \"a.js\"}",
                "[{\"script\": \"a.js\"}, {\"name\": \"b\", \"script\": \"b.js\"}]",
                "{\"apps\": {\"script\": \"a.js\"}}",
                "{\"pm2\": [{\"script\": \"a.js\"}]}",
                "{\"apps\": [{\"pmx\": true, \"script\": \"a.js\"}]}",
            })
    void everyFormOfFileIsTaken(String json) {
        assertSame(json);
    }

    @Test
    void aProblemOfTheOriginalIsOneOfTheImport() {
        List<Problem> problems = imported("{\"apps\": [{\"script\": \"a.js\", \"instances\": \"lots\"}]}")
                .check()
                .problems();
        assertEquals(
                List.of("ecosystem.config.js: apps[0].instances: \"lots\" is not a number of instances; "
                        + "expected max, 0, -1 or a number up to 1000"),
                problems.stream().map(Problem::line).toList());
    }

    @Test
    void anAppWithoutAnythingIsRefusedToo() {
        assertEquals(1, imported("{\"apps\": [{}]}").check().problems().size());
        assertEquals(
                1,
                imported("{\"apps\": [{\"vizion\": true}]}").check().problems().size());
        assertEquals(1, imported("{\"apps\": [5]}").check().problems().size());
        assertEquals(1, imported("{\"apps\": []}").check().problems().size());
    }

    @Test
    void anotherFolderLeavesThePathsWhereTheyWere() {
        SourceText source = SourceText.exported(
                FILE,
                "[{\"script\": \"a.js\"}, {\"script\": \"b.js\", \"cwd\": \"sub\"}, {\"script\": \"c.js\", \"cwd\": \"~/x\"}]");
        String yaml = EcosystemImport.of(source, Path.of("/etc/lbm"), Reading.options(Optional.empty()), FakeDisk.FULL)
                .yaml();
        assertEquals(
                List.of(Path.of("/site"), Path.of("/site/sub"), Path.of("/home/me/x")),
                EcosystemReader.read(
                                SourceText.of(Path.of("/etc/lbm/ecosystem.yaml"), yaml),
                                Reading.options(Optional.empty()),
                                FakeDisk.FULL)
                        .apps()
                        .stream()
                        .map(AppSpec::cwd)
                        .toList());
    }

    static List<String> texts() {
        Random random = new Random(7);
        String signs = " \t\n:#-?,[]{}&*!|>'\"%@`~=<.0123456789eExXyYnN_/\\é\u2028😀";
        int[] points = signs.codePoints().toArray();
        return IntStream.range(0, 300)
                .mapToObj(i -> IntStream.range(0, 1 + random.nextInt(6))
                        .map(j -> points[random.nextInt(points.length)])
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyTextComesBack(String text) {
        String quoted = YamlText.text(text);
        String json = JsonText.of(new Node.Scalar(Place.NOWHERE, Node.Form.TEXT, text));
        assertSame("{\"apps\": [{\"script\": \"a.js\", \"env\": {\"K\": %s, \"L\": [%s]}, \"args\": [%s]}]}"
                .formatted(json, json, json));
        assertEquals(
                text,
                Reading.app("{script: a.js, env: {V: " + quoted + "}}").env().get("V"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes", "No", "ON", "null", "~", "true", "1_000", "0x1F", "1:30", "1e3", ".5", ".inf", "-", "1G", "10s"
            })
    void wordsThatYamlReadsOtherwiseGetQuotes(String text) {
        assertEquals(
                text,
                Reading.app("{script: a.js, env: {V: " + YamlText.text(text) + "}}")
                        .env()
                        .get("V"));
        assertSame("{\"script\": \"a.js\", \"env\": {\"V\": {\"" + text + "\": \"" + text
                + "\"}, \"N\": [1, -2.5, true]}}");
    }

    /** Fields that go together in any choice of them. */
    private static final List<String> FIELDS = List.of(
            "'namespace': 'a b'",
            "'cwd': 'sub/dir'",
            "'args': '-a \\\"b c\\\" 1e3'",
            "'args': ['yes', 1, 'x: y', '']",
            "'exec_interpreter': 'python3'",
            "'node_args': ['-u']",
            "'instances': 'max'",
            "'instances': -1",
            "'exec_mode': 'fork'",
            "'exec_mode': 'cluster', 'port': 3000",
            "'env': {'A': 1.50, 'B': {'c': [true, '~']}, 'D E': '\\n'}",
            "'env_x': {'A': 'no'}",
            "'max_memory_restart': '1G'",
            "'kill_timeout': 1600, 'listen_timeout': '3s'",
            "'stop_exit_codes': [0, 143]",
            "'watch': ['src', 'lib'], 'ignore_watch': ['*.log', '[ab]']",
            "'watch': true, 'watch_delay': 1000",
            "'cron': '0 3 * * 1-5'",
            "'uid': 'www-data', 'gid': 33",
            "'filter_env': ['A_']",
            "'err': '/dev/null', 'out': null, 'log': true",
            "'time': true, 'log_type': 'json'",
            "'merge_logs': true, 'disable_logs': false",
            "'pid': 'a.pid', 'wait_ready': true",
            "'ready': {'tcp': '5432', 'interval': '1s'}",
            "'alive': {'command': ['true', 'a b']}",
            "'pmx': false, 'vizion': true, 'io': {'x': {}}",
            "'nofile': 1024, 'nice': -5, 'cpu_max': '150%'");

    static List<String> apps() {
        Random random = new Random(11);
        return IntStream.range(0, 300)
                .mapToObj(i -> {
                    Set<String> keys = new HashSet<>();
                    List<String> chosen = new ArrayList<>(List.of("'name': 'n" + i + "'", "'script': 'a.py'"));
                    List<String> pool = new ArrayList<>(FIELDS);
                    Collections.shuffle(pool, random);
                    pool.stream()
                            .limit(random.nextInt(8))
                            .filter(field -> keys.add(field.substring(0, field.indexOf(':'))))
                            .forEach(chosen::add);
                    Collections.shuffle(chosen, random);
                    return "[{" + String.join(", ", chosen).replace('\'', '"') + "}]";
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("apps")
    void everyAppMeansTheSame(String json) {
        assertSame(json);
    }

    private static void assertSame(String json) {
        Imported imported = imported(json);
        assertEquals(List.of(), imported.check().problems(), imported.yaml());
        assertEquals(
                EcosystemReader.read(SourceText.exported(FILE, json), Reading.options(Optional.empty()), FakeDisk.FULL)
                        .apps(),
                imported.check().apps(),
                imported.yaml());
    }

    private static Imported imported(String json) {
        return EcosystemImport.of(
                SourceText.exported(FILE, json), FOLDER, Reading.options(Optional.empty()), FakeDisk.FULL);
    }
}
