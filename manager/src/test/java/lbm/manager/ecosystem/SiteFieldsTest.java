package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lbm.manager.spec.Program.Serve;
import lbm.manager.spec.SiteOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteFieldsTest {

    private static SiteOptions options(String serve) {
        return ((Serve) Reading.app("apps: [{script: serve, serve: " + serve + "}]")
                        .program())
                .options();
    }

    @Test
    void durationsBecomeMillisecondsSizesBytesAndPathsAbsolute() {
        assertEquals(
                new SiteOptions(Map.of(
                        "rate_limit", Map.of("window", 900_000L, "max", 100),
                        "limits", Map.of("header_size", 32_768L),
                        "access_log", Map.of("format", "json", "file", "/site/logs/a.log"),
                        "tls", Map.of("cert", "/site/c.pem", "key", "/etc/k.pem", "redirect_port", 80))),
                options("{rate_limit: {window: 15m, max: 100}, limits: {header_size: 32K}, "
                        + "access_log: {format: json, file: logs/a.log}, "
                        + "tls: {cert: c.pem, key: /etc/k.pem, redirect_port: 80}}"));
    }

    @Test
    void oneValueStandsForAListAndAWordForAFormat() {
        assertEquals(
                new SiteOptions(
                        Map.of("trusted_proxies", List.of("10.0.0.0/8"), "access_log", Map.of("format", "combined"))),
                options("{trusted_proxies: 10.0.0.0/8, access_log: combined}"));
    }

    @Test
    void aDirectiveIsTheSameInHelmetsSpelling() {
        assertEquals(
                options("{security: {content_security_policy: {script-src: [\"'self'\", 'https://cdn.example.com']}}}"),
                options("{security: {content_security_policy: {scriptSrc: [\"'self'\", 'https://cdn.example.com']}}}"));
    }

    @Test
    void theRedirectPortIsTheManagersBusiness() {
        assertEquals(
                80,
                options("{tls: {self_signed: true, redirect_port: 80}}")
                        .redirectPort()
                        .orElseThrow());
        assertTrue(options("{tls: {self_signed: true}}").redirectPort().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{securty: false}|serve.securty: unknown key; did you mean security?",
                "{rate_limit: {max: many}}|serve.rate_limit.max: \"many\" is not a whole number; "
                        + "expected a whole number, at least 1",
                "{rate_limit: {allow: [10.0.0.0/33]}}|serve.rate_limit.allow[0]: \"10.0.0.0/33\" is not a block of "
                        + "addresses; expected an IP address or a block such as 10.0.0.0/8",
                "{security: {content_security_policy: {script-src: [self]}}}|"
                        + "serve.security.content_security_policy.script-src[0]: \"self\" needs single quotes inside the "
                        + "text: \"'self'\"; expected a source such as https://cdn.example.com or \"'self'\"",
                "{security: {referrer_policy: true}}|serve.security.referrer_policy: \"true\" says nothing here; "
                        + "expected false, or printable ASCII on one line",
                "{cache: [{match: a}]}|serve.cache[0]: has no control; expected printable ASCII on one line",
                "{cache: [{match: 'a{b', control: no-store}]}|serve.cache[0].match: \"a{b\" is not a glob; "
                        + "expected a glob such as assets/** or *.{pdf,zip}",
                "{tls: {cert: missing.pem, key: k.pem}}|serve.tls.cert: \"missing.pem\" names no file that can be read "
                        + "(/site/missing.pem); expected a PEM file",
                "{tls: {http2: true}}|serve.tls: is without a certificate: cert and key, or self_signed; "
                        + "expected options that go together",
                "{tls: {cert: c.pem, key: k.pem, self_signed: true}}|serve.tls.self_signed: \"true\" is not for a site "
                        + "that has certificates; expected options that go together",
                "{tls: {cert: c.pem}}|serve.tls.cert: \"c.pem\" has no key beside it; expected both",
                "{tls: {certificates: [{key: k.pem}]}}|serve.tls.certificates[0].key: \"k.pem\" has no cert beside it; "
                        + "expected both",
                "{cors: {credentials: true}}|serve.cors.credentials: \"true\" is not allowed together with the origin *; "
                        + "expected options that go together",
                "{health: {checks: [{name: ok, url: 'http://x'}, {name: api}]}}|serve.health.checks[1]: \"url\" is to be "
                        + "given, or \"command\", and not both; expected options that go together",
                "{health: {path: /ready}}|serve.health.path: \"/ready\" is that of the other check, too; "
                        + "expected options that go together",
                "{security: {content_security_policy: {img-src: [a], imgSrc: [b]}}}|"
                        + "serve.security.content_security_policy.imgSrc: says again what "
                        + "apps[0].serve.security.content_security_policy.img-src says; expected one of them",
            })
    void whatIsWrongIsToldWithItsPlace(String serve, String problem) {
        List<String> problems = Reading.problems(Reading.of(
                "apps: [{script: serve, serve: " + serve + "}]", FakeDisk.FULL.withoutFile("/site/missing.pem")));
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).endsWith("apps[0]." + problem), problems.get(0));
    }

    @Test
    void aPasswordIsNotShownInADifference() {
        var before = Reading.app("apps: [{script: serve, serve: {basic_auth: {username: a, password: old}}}]");
        var after = Reading.app("apps: [{script: serve, serve: {basic_auth: {username: a, password: new}}}]");
        assertEquals(List.of("serve.basic_auth: changed (value hidden)"), SpecDiff.changes(before, after));
    }

    @Test
    void theOptionsSurviveTheStateFile() {
        var app =
                Reading.app("apps: [{script: serve, serve: {rate_limit: {window: 15m, allow: ['::1']}, cors: true}}]");
        assertEquals(app, SpecJson.fromJson(SpecJson.toJson(app)));
        assertEquals(Path.of("/site"), ((Serve) app.program()).root());
    }
}
