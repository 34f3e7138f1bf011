package lbm.manager.ecosystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

    private static final Path COMMITTED = Path.of("src/main/resources/lbm/ecosystem.schema.json");

    @Test
    void theCommittedSchemaIsTheGeneratedOne() throws IOException {
        if (Boolean.getBoolean("lbm.regenerate")) {
            Files.writeString(COMMITTED, Schema.text());
        }
        assertEquals(
                Schema.text(),
                Files.readString(COMMITTED),
                "regenerate with: mvn -pl manager -am test -Dtest=SchemaTest -Dlbm.regenerate=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false");
    }

    @Test
    void theSchemaShipsInTheJar() throws IOException {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream("/lbm/ecosystem.schema.json"))) {
            assertEquals(Files.readString(COMMITTED), new String(in.readAllBytes(), UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ReferenceFileTest.FILE,
                "apps: [{script: a.js}]",
                "pm2: {cmd: a.js}",
                "[{script: a.js}, {exec: b.js}]",
                "{script: a.js, port: 80}",
                "{x-a: {b: 1}, apps: [{script: a.js}], deploy: {}, static: []}",
                "apps: []",
                "[]",
                "{}",
                "5",
                "apps: [5]",
                "apps: [{name: a}]",
                "{apps: [{script: a.js}], bogus: 1}",
            })
    void parserAndSchemaAgreeOnFiles(String text) throws IOException {
        agree(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "instances: max",
                "instances: 0",
                "instances: -1",
                "instances: 1001",
                "instances: lots",
                "instances: 1.5",
                "instances: '4'",
                "exec_mode: cluster",
                "exec_mode: clutser",
                "port: 1",
                "port: 0",
                "port: 65536",
                "port: '80'",
                "min_uptime: 10s",
                "min_uptime: 1h30m",
                "min_uptime: 99",
                "min_uptime: 10 s",
                "min_uptime: '1500'",
                "kill_timeout: 0",
                "restart_delay: 0",
                "max_memory_restart: 1G",
                "max_memory_restart: 1T",
                "max_memory_restart: 0",
                "autorestart: true",
                "autorestart: 'true'",
                "autorestart: 1",
                "out_file: x.log",
                "out_file: true",
                "log_file: true",
                "out_file: null",
                "env: {A: 1}",
                "env: {A: [1], B: {c: d}}",
                "env: [A]",
                "env_x: {A: 1}",
                "env_x: 5",
                "args: a b",
                "args: [a, 1]",
                "args: {a: b}",
                "stop_exit_codes: [0, 1]",
                "stop_exit_codes: 256",
                "watch: false",
                "watch: 5",
                "balance: round_robin",
                "balance: fair",
                "serve: {root: d, spa: true, warmup: 5, memory: 32M}",
                "serve: {rot: d}",
                "serve: {security: false, cors: true, compression: {codings: [br], min_size: 1K}}",
                "serve: {security: {content_security_policy: {scriptSrc: [a, b]}, x_frame_options: false}}",
                "serve: {security: {x_frame: false}}",
                "serve: {rate_limit: {window: 15m, max: 100, allow: 127.0.0.1}}",
                "serve: {rate_limit: {window: 15m, max: 0}}",
                "serve: {rate_limit: true}",
                "serve: {access_log: json}",
                "serve: {access_log: xml}",
                "serve: {cache: [{match: '*.pdf', control: no-store}]}",
                "serve: {limits: {idle_timeout: 1m}, health: false, listing: true}",
                "serve: 5",
                "kill_signal: SIGTERM",
                "kill_signal: NOPE",
                "log_type: json",
                "log_type: xml",
                "nonsense: 1",
                "cron_restart: 0",
                "name: 5",
                "name: all",
                "name: -a",
                "name: /a/",
                "name: al",
                "instance_var: A",
                "instance_var: A=",
                "name: [a]",
                "time: true"
            })
    void parserAndSchemaAgreeOnFields(String field) throws IOException {
        agree("apps: [{script: serve, " + field + "}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uid: 33",
                "uid: www-data",
                "filter_env: true",
                "filter_env: [A, B_]",
                "filter_env: {A: 1}",
                "env_file: {A: 1}",
                "env_x: {A: 1}",
                "watch: true",
                "watch: [src, a.js]",
                "watch: 5",
                "watch_options: {ignored: [a], usePolling: true}",
                "watch_options: {ignore: [a]}",
                "ignore_watch: '*.log'",
                "watch_delay: 1s",
                "nofile: 1024",
                "nofile: 1",
                "nice: -20",
                "nice: 20",
                "memory_max: 1G",
                "cpu_max: 1.5",
                "cpu_max: 150%",
                "cpu_max: 0",
                "cpu_max: lots",
                "listen: own",
                "listen: everywhere",
                "{listen: proxy, port: 80}",
                "{port: 80, proxy: {sticky: cookie, memory: 32M, instances: 2}}",
                "{port: 80, proxy: {sticky: false, send_proxy_protocol: v2, body_size: 0}}",
                "{port: 80, proxy: {stiky: cookie}}",
                "{port: 80, proxy: {sticky: true}}",
                "{port: 80, ready: {http: /ready, interval: 1s}}",
                "ready: {http: 8080}",
                "ready: {http: nowhere}",
                "ready: {tcp: 'db:5432', retries: 5}",
                "{port: 80, ready: {tcp: true}}",
                "ready: {tcp: nowhere}",
                "alive: {command: 'true', start_period: 10s}",
                "alive: {comand: 'true'}",
                "alive: true",
                "watchdog: 10s",
                "watchdog: 5",
                "depends_on: []",
                "depends_on: {}",
                "depends_on: {a: soon}",
                "depends_on: {a: {conditon: ready}}",
                "pid_file: a.pid",
                "append_env_to_name: true",
                "name_prefix: a",
            })
    void parserAndSchemaAgreeOnFieldsOfPrograms(String field) throws IOException {
        String inner = field.startsWith("{") ? field.substring(1, field.length() - 1) : field;
        agree("apps: [{script: a.py, " + inner + "}]");
    }

    private static void agree(String text) throws JsonProcessingException {
        JsonNode value = new ObjectMapper(new YAMLFactory()).readTree(text);
        boolean accepted = new SchemaCheck(Schema.schema()).accepts(value);
        Result read = Reading.of(text);
        assertEquals(read.ok(), accepted, () -> "parser: " + read.problems());
    }
}
