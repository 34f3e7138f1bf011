package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs of many kinds from one file, each of which writes down what it was given. */
@Timeout(600)
class ProgramsIT {

    private static final String SAY = "printf '%s\\n' \"$0\" \"$@\" > $NAME.said; exec sleep 1000";

    private static final String FILE = """
            apps:
              - {name: quoted, script: say.sh, args: "a 'b c' \\"d \\\\\\" e\\" f\\\\ g $HOME", env: {NAME: quoted}}
              - {name: listed, script: ./say.sh, args: [a b, '', $HOME], env: {NAME: listed}}
              - {name: line, script: "sh say.sh 'x y' z > line.out", env: {NAME: line}}
              - {name: itself, script: itself, interpreter: none, args: one, env: {NAME: itself}}
              - {name: python, script: say.py, interpreter_args: -E -s, args: 'a b', env: {NAME: python}}
              - {name: node, script: say.mjs, node_args: --stack-size=900, env: {NAME: node}}
              - {name: perl, script: say.pl, args: p, env: {NAME: perl}}
              - {name: class, script: demo.Say, interpreter: java, interpreter_args: -XX:TieredStopAtLevel=1 -cp classes,
                 args: c, env: {NAME: class}}
              - {name: jar, script: say.jar, args: in a jar, interpreter_args: -XX:TieredStopAtLevel=1,
                 env: {JAVA_TOOL_OPTIONS: -Dlbm.said=jar.said}}
              - {name: static, script: /sbin/ldconfig, args: --version, autorestart: false}
              - {name: path, script: sleep, args: 1000}
              - {name: filed, script: say.sh, env_file: more.env, filter_env: [KEEP_OUT, GONE], env: {NAME: filed, B: env},
                 env_production: {C: production}, out_file: null, error_file: /dev/null, name_prefix: shop,
                 append_env_to_name: true, pid_file: run/filed.pid}
            """;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void eachIsRunAsTheFileSays() throws IOException {
        lbm.home().write("say.sh", SAY + "\n");
        lbm.home().script("itself", SAY);
        lbm.home().write("more.env", "A=file\nB=file\nC='file'\nexport D=\"two\\nlines\"\n");
        lbm.home().write("say.py", """
                import os, sys, time
                open('python.said', 'w').write('%s %s' % (sys.flags.ignore_environment, sys.argv[1:]))
                time.sleep(1000)
                """);
        lbm.home().write("say.mjs", """
                import {writeFileSync} from 'node:fs';
                writeFileSync('node.said', process.execArgv.join());
                setInterval(() => 0, 1000);
                """);
        lbm.home().write("say.pl", "open(F, '>', 'perl.said'); print F \"@ARGV\"; close F; sleep 1000;\n");
        compile();
        lbm.home().write("ecosystem.yaml", FILE);
        lbm.run(
                        Map.of("KEEP_OUT_A", "1", "GONE", "1", "GONER", "1", "STAYS", "1", "A", "shell"),
                        "start",
                        "--env",
                        "production")
                .expect(0);
        assertEquals("a\nb c\nd \" e\nf g\n$HOME\n", arguments("quoted"));
        assertEquals("a b\n\n$HOME\n", arguments("listed"));
        assertEquals("x y\nz\n", arguments("line"));
        assertTrue(Files.exists(lbm.home().work().resolve("line.out")));
        assertEquals("one\n", arguments("itself"));
        assertEquals("1 ['a', 'b']", said("python"));
        assertEquals("--stack-size=900", said("node"));
        assertEquals("p", said("perl"));
        assertEquals("[c]", said("class"));
        assertEquals("[in, a, jar]", said("jar"));
        lbm.run("wait", "static", "--for", "completed").expect(0);
        filed();
    }

    @Test
    void whatRubyAndPhpRunIsRunByThem() throws IOException {
        Assumptions.assumeTrue(Os.onPath("ruby") && Os.onPath("php"), "no ruby or no php here");
        lbm.home().write("say.rb", "File.write('ruby.said', [$VERBOSE, *ARGV].join(' ')); sleep 1000\n");
        lbm.home().write("say.php", """
                <?php
                file_put_contents('php.said', implode(' ', [ini_get('precision'), ...array_slice($argv, 1)]));
                while (true) sleep(1000);
                """);
        lbm.startFile("""
                apps:
                  - {name: ruby, script: say.rb, args: 'a "b c"', interpreter_args: -w}
                  - {name: php, script: say.php, args: 'a "b c"', interpreter_args: -d precision=7}
                """);
        assertEquals("true a b c", said("ruby"));
        assertEquals("7 a b c", said("php"));
        lbm.run("stop", "all").expect(0);
        assertEquals(List.of(), lbm.pids("ruby"));
    }

    private void filed() throws IOException {
        said("filed");
        int id = -1;
        long pid = 0;
        for (var app : lbm.jlist()) {
            if (app.path("name").asText().equals("shop:filed-production")) {
                id = app.path("pm_id").asInt();
                pid = app.path("pid").asLong();
            }
        }
        assertTrue(pid > 0, "shop:filed-production is there");
        List<String> environment =
                List.of(Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0", -1));
        for (String there : List.of("A=file", "B=env", "C=production", "D=two\nlines", "STAYS=1")) {
            assertTrue(environment.contains(there), there + " in " + environment);
        }
        assertFalse(environment.stream().anyMatch(v -> v.startsWith("KEEP_OUT") || v.startsWith("GONE")));
        assertEquals(
                pid,
                Long.parseLong(Files.readString(lbm.home().work().resolve("run/filed-" + id + ".pid"))
                        .strip()));
        try (var logs = Files.list(lbm.home().home().resolve("logs"))) {
            assertTrue(logs.noneMatch(log -> log.toString().contains("filed")));
        }
    }

    private void compile() throws IOException {
        Path source = lbm.home().write("Say.java", """
                package demo;
                public class Say {
                    public static void main(String[] args) throws Exception {
                        java.nio.file.Files.writeString(java.nio.file.Path.of(System.getProperty("lbm.said", "class.said")), java.util.List.of(args).toString());
                        Thread.sleep(1_000_000);
                    }
                }
                """);
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        // The java on PATH may be older than this one.
                        "--release",
                        "17",
                        "-d",
                        lbm.home().work().resolve("classes").toString(),
                        source.toString());
        assertEquals(0, exit);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "demo.Say");
        Path compiled = lbm.home().work().resolve("classes/demo/Say.class");
        try (JarOutputStream jar =
                new JarOutputStream(Files.newOutputStream(lbm.home().work().resolve("say.jar")), manifest)) {
            jar.putNextEntry(new ZipEntry("demo/Say.class"));
            Files.copy(compiled, jar);
        }
    }

    /** What a script said, without its own name. */
    private String arguments(String app) throws IOException {
        String said = said(app);
        return said.substring(said.indexOf('\n') + 1);
    }

    private String said(String app) throws IOException {
        Path file = lbm.home().work().resolve(app + ".said");
        lbm.await(file + " is there", () -> Files.exists(file) && file.toFile().length() > 0);
        return Files.readString(file);
    }
}
