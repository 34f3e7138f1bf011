package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.ExecMode;
import lbm.manager.spec.AppSpec.Listen;
import lbm.manager.spec.Entry;
import lbm.manager.spec.Entry.Mode;
import lbm.manager.spec.Program;
import lbm.worker.config.BadConfig;
import lbm.worker.config.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryFieldsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "script: serve | HANDOFF CLUSTER 8080",
                "script: a.js | OWN FORK",
                "script: a.js, port: 80 | OWN FORK",
                "script: a.js, instances: 2 | NODE CLUSTER",
                "script: a.js, instances: 2, port: 80 | NODE CLUSTER 80",
                "script: a.js, exec_mode: cluster | NODE CLUSTER",
                "script: a.js, instances: 2, exec_mode: fork | OWN FORK",
                "script: a.js, instances: 2, interpreter: /opt/node/bin/node | NODE CLUSTER",
                "script: a.js, instances: 2, interpreter: bun | OWN FORK",
                "script: a.py, instances: 2 | OWN FORK",
                "script: a.py, instances: 2, exec_mode: cluster, port: 80 | PROXY CLUSTER 80",
                "script: a.py, instances: 2, exec_mode: cluster, env: {PORT: 80} | PROXY CLUSTER 80",
                "script: a.py, listen: proxy, port: 80, host: 127.0.0.1 | PROXY CLUSTER 80",
                "script: a.py, proxy: {}, port: 80 | PROXY CLUSTER 80",
                "script: a.js, instances: 2, listen: proxy, port: 80 | PROXY CLUSTER 80",
                "script: a.js, instances: 2, listen: own | OWN FORK",
                "script: a.py, listen: inherited, env: {PORT: 80} | INHERITED CLUSTER 80",
                "script: a.js, listen: node | NODE CLUSTER",
            })
    void theWayInFollowsFromTheFields(String fields, String way) {
        Result result = Reading.of("apps: [{" + fields + "}]");
        assertEquals(List.of(), Reading.problems(result));
        assertEquals(List.of(), Reading.warnings(result));
        AppSpec app = result.apps().get(0);
        String port = app.listen().map(l -> " " + l.port()).orElse("");
        assertEquals(way, app.entry().mode() + " " + app.execMode() + port);
        assertEquals(app.entry().mode() == Mode.PROXY ? 2 : 1, result.apps().size());
    }

    @Test
    void aProxyHasAsLongToComeUpAsAnAppThatTakesLong() {
        List<AppSpec> apps = Reading.of("{script: a.py, port: 80, listen: proxy, listen_timeout: 30s}")
                .apps();
        assertEquals(Duration.ofSeconds(30), apps.get(1).stop().listenTimeout());
    }

    @Test
    void anAppBehindAProxyHasACompanion() {
        List<AppSpec> apps = Reading.of("""
                        name: web
                        script: a.py
                        namespace: shop
                        port: 80
                        host: 127.0.0.1
                        kill_timeout: 9s
                        autostart: false
                        proxy: {sticky: cookie, read_timeout: 1s, trust: 10.0.0.0/8, access_log: json, memory: 32M, instances: 2}
                        """).apps();
        AppSpec web = apps.get(0);
        AppSpec proxy = apps.get(1);
        assertEquals(Mode.PROXY, web.entry().mode());
        assertEquals(List.of(), web.listens());
        assertEquals("web-proxy", proxy.name());
        assertEquals("shop", proxy.namespace());
        assertEquals(Entry.HANDOFF, proxy.entry());
        assertEquals(List.of(new Listen("127.0.0.1", 80)), proxy.listens());
        assertEquals(2, proxy.instances());
        assertEquals(ExecMode.CLUSTER, proxy.execMode());
        assertEquals(web.stop().killTimeout(), proxy.stop().killTimeout());
        assertEquals(Duration.ofSeconds(8), proxy.stop().listenTimeout());
        assertTrue(!proxy.restart().autostart() && proxy.restart().autorestart());
        Program.Proxy program = (Program.Proxy) proxy.program();
        assertEquals("web", program.app());
        assertEquals(32, program.memory());
        assertEquals(
                Map.of(
                        "sticky",
                        "cookie",
                        "read_timeout",
                        1000L,
                        "trust",
                        List.of("10.0.0.0/8"),
                        "access_log",
                        Map.of("format", "json", "file", "/home/me/.lbm/logs/web-proxy-access.log")),
                program.options().values());
    }

    @Test
    void balanceChoosesTheInstanceBehindAProxy() {
        assertEquals(
                Map.of("balance", "round_robin"),
                options("script: a.py, port: 80, listen: proxy, balance: round_robin"));
        assertEquals(
                Map.of("balance", "least_connections"),
                options("script: a.py, port: 80, balance: round_robin, proxy: {balance: least_connections}"));
        assertEquals(Map.of(), options("script: a.py, port: 80, listen: proxy, balance: kernel"));
    }

    private static Map<String, Object> options(String fields) {
        AppSpec proxy = Reading.of("apps: [{" + fields + "}]").apps().get(1);
        return ((Program.Proxy) proxy.program()).options().values();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "script: a.py, exec_mode: cluster | apps[0].exec_mode: \"cluster\" of a program that node does not run needs to know the port; expected port: for a proxy before it, listen: inherited with port:, or exec_mode: fork",
                "script: a.py, listen: proxy | apps[0].listen: needs to know the port; expected port: beside it",
                "script: a.py, listen: inherited | apps[0].listen: needs to know the port; expected port: beside it",
                "script: a.py, proxy: {} | apps[0].proxy: needs to know the port; expected port: beside it",
                "script: a.py, listen: node | apps[0].listen: \"node\" is only for programs that node runs; expected own, inherited or proxy",
                "script: a.py, listen: own, proxy: {} | apps[0].proxy: is only for listen: proxy; expected listen: proxy beside it",
                "script: a.py, listen: prxy | apps[0].listen: \"prxy\" is not known here; expected inherited, node, own or proxy; did you mean proxy?",
                "script: serve, listen: own | apps[0].listen: is only for programs; expected no listen with script: serve",
                "script: a.py, port: 80, proxy: {stiky: cookie} | apps[0].proxy.stiky: unknown key; did you mean sticky?",
                "script: a.py, port: 80, proxy: {sticky: cooky} | apps[0].proxy.sticky: \"cooky\" is not known here; expected address or cookie; did you mean cookie?",
                "script: a.py, port: 80, proxy: {sticky_cookie: 'a b'} | apps[0].proxy.sticky_cookie: \"a b\" is not the name of a cookie; expected a name of up to 64 characters such as lbm",
                "script: a.py, port: 80, proxy: {connect_timeout: 2h} | apps[0].proxy.connect_timeout: \"2h\" is not a duration; expected e.g. 500ms, 10s, 1h30m or a number of milliseconds, at least 10ms, at most 1h",
                "script: a.py, port: 80, proxy: {accept_proxy_protocol: true} | apps[0].proxy.accept_proxy_protocol: \"true\" believes nobody; expected trust: with the addresses of the proxies in front",
                "script: a.py, port: 80, proxy: {eject_time: 10m} | apps[0].proxy.eject_time: \"10m\" is longer than eject_time_most; expected at most 5m, or a longer eject_time_most",
                "script: a.py, port: 80, proxy: {memory: 8M} | apps[0].proxy.memory: \"8M\" is not a heap a worker can run in; expected at least 16M",
            })
    void whatContradictsItselfIsAProblem(String fields, String problem) {
        assertEquals(
                List.of(problem),
                Reading.problems("apps: [{" + fields + "}]").stream()
                        .map(p -> p.replaceAll("^ecosystem.yaml:\\d+:\\d+: ", ""))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{mode: tcp, balance: round_robin, sticky: address, forwarded: both, via: true, trust: [10.0.0.0/8, '::1'],"
                        + " accept_proxy_protocol: true, send_proxy_protocol: v2, retry: false, eject_after: 0,"
                        + " eject_time: 1h, eject_time_most: 24h, connect_timeout: 10, read_timeout: 24h, queue_timeout: 0,"
                        + " queue_size: 1000000, header_timeout: 1h, body_timeout: 10ms, idle_timeout: 24h,"
                        + " write_timeout: 10, tunnel_timeout: 365d, drain_spread: 1h, pool_size: 100000,"
                        + " pool_idle_timeout: 24h, max_connections: 1000000, connections_per_address: 2147483647,"
                        + " line_size: 256, header_size: 1M, answer_header_size: 1M, body_size: 0, warmup: 1000000,"
                        + " access_log: {format: common, file: a.log}}",
                "{sticky: cookie, sticky_cookie: a.b, send_proxy_protocol: false, body_size: 5G, access_log: true, eject_after: 1000}",
                "{sticky: false, forwarded: rfc7239, access_log: false, drain_spread: 0, pool_idle_timeout: 0, pool_size: 0}",
            })
    void theWorkerTakesWhatTheFileMaySay(String block) throws JsonProcessingException, BadConfig {
        Result result = Reading.of("{name: web, script: a.py, port: 80, proxy: " + block + "}");
        assertEquals(List.of(), Reading.problems(result));
        Program.Proxy proxy = (Program.Proxy) result.apps().get(1).program();
        String json = new ObjectMapper().writeValueAsString(proxy.options().values());
        Proxy.Mode mode = block.contains("tcp") ? Proxy.Mode.TCP : Proxy.Mode.HTTP;
        assertEquals(mode, Proxy.parse(json).mode());
    }

    @Test
    void theProxysNameIsTaken() {
        assertEquals(
                List.of("ecosystem.yaml:3:12: apps[1].name: \"web-proxy\" is the name of the proxy of web too; "
                        + "expected a name of its own"),
                Reading.problems("""
                        apps:
                          - {name: web, script: a.py, port: 80, listen: proxy}
                          - {name: web-proxy, script: b.py}
                        """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"listen: inherited, port: 80", "listen: proxy, port: 80"})
    void whatTwoAppsWantIsAProblem(String fields) {
        assertEquals(
                List.of("ecosystem.yaml:1:8: apps[1]: \"80\" is the port of a too; expected a port of its own"),
                Reading.problems("apps: [{name: a, script: a.py, X}, {name: b, script: b.py, X}]".replace("X", fields))
                        .stream()
                        .map(p -> p.replaceAll(":1:\\d+: apps\\[1\\].port", ":1:8: apps[1]"))
                        .toList());
    }
}
