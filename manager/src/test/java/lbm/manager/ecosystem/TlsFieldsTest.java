package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.Listen;
import org.junit.jupiter.api.Test;

class TlsFieldsTest {

    private static String site(String tls) {
        return "apps: [{name: a, script: serve, port: 443, serve: {tls: " + tls + "}}]";
    }

    @Test
    void aRedirectingListenerStandsBesideTheAppsOwn() {
        AppSpec app = Reading.app(site("{self_signed: true, redirect_port: 80}"));
        assertEquals(List.of(new Listen("0.0.0.0", 443), new Listen("0.0.0.0", 80)), app.listens());
        assertTrue(app.secure());
        assertFalse(Reading.app("apps: [{script: serve}]").secure());
        assertEquals(1, Reading.app("apps: [{script: serve}]").listens().size());
        assertEquals(0, Reading.app("apps: [{script: ./a}]").listens().size());
    }

    @Test
    void theRedirectMayNotBeTheAppsOwnPort() {
        List<String> problems = Reading.problems(site("{self_signed: true, redirect_port: 443}"));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains("is the app's own port"), problems::toString);
    }

    @Test
    void noOtherAppMayHaveTheRedirectingPort() {
        List<String> problems = Reading.problems("apps: [{name: a, script: serve, port: 443, "
                + "serve: {tls: {self_signed: true, redirect_port: 80}}}, {name: b, script: serve, port: 80}]");
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains("is the port of a too"), problems::toString);
    }

    @Test
    void aPairThatCannotBeUsedIsToldWhereItStands() {
        List<String> chain = Reading.problems(site("{cert: broken.pem, key: key.pem}"));
        assertEquals(1, chain.size(), chain::toString);
        assertTrue(chain.get(0).contains("tls.cert") && chain.get(0).contains("no certificate"), chain::toString);
        List<String> key =
                Reading.problems(site("{self_signed: false, certificates: [{cert: c.pem, key: other.pem}]}"));
        assertEquals(1, key.size(), key::toString);
        assertTrue(key.get(0).contains("certificates[0].key"), key::toString);
        assertTrue(key.get(0).contains("is not the key of the certificate"), key::toString);
    }

    @Test
    void aFileThatIsNotThereIsToldOnce() {
        List<String> problems = Reading.problems(
                Reading.of(site("{cert: c.pem, key: k.pem}"), FakeDisk.FULL.withoutFile("/site/k.pem")));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains("names no file"), problems::toString);
    }

    @Test
    void anExpiredCertificateIsAWarning() {
        Result result = Reading.of(site("{cert: old.pem, key: key.pem}"));
        assertEquals(List.of(), result.problems());
        assertTrue(Reading.warnings(result).get(0).contains("has expired"), () -> "" + Reading.warnings(result));
    }
}
