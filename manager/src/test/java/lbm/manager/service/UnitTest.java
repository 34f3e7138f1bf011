package lbm.manager.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnitTest {

    private static Unit of(String user, String command, Optional<Path> ecosystem, Optional<String> env) {
        return new Unit(
                user,
                Path.of("/home/" + user + "/.lbm"),
                Path.of(command),
                Path.of("/jdk"),
                "/usr/bin:/bin",
                ecosystem,
                env,
                true);
    }

    private static String line(String unit, String key) {
        return unit.lines().filter(l -> l.startsWith(key + "=")).findFirst().orElse("");
    }

    @Test
    void namesTheUserTheHomeAndTheCommands() {
        Unit unit = of("www", "/opt/lbm/scripts/lbm", Optional.empty(), Optional.empty());
        assertEquals("lbm-www.service", unit.name());
        assertEquals("User=www", line(unit.text(), "User"));
        assertEquals("ExecStart=/opt/lbm/scripts/lbm daemon", line(unit.text(), "ExecStart"));
        assertEquals("ExecReload=/opt/lbm/scripts/lbm reload all", line(unit.text(), "ExecReload"));
        assertEquals("ExecStartPost=-/opt/lbm/scripts/lbm resurrect --boot", line(unit.text(), "ExecStartPost"));
    }

    @Test
    void startsTheAppsOfAFileWithTheManager() {
        Unit unit = of("www", "/l", Optional.of(Path.of("/srv/e.yaml")), Optional.of("staging"));
        assertTrue(
                unit.text()
                        .contains(
                                "resurrect --boot\n# The minus: an app that does not get ready must not take the others"
                                        + " down.\nExecStartPost=-/l start /srv/e.yaml --env staging\n"),
                unit.text());
    }

    @Test
    void quotesWhatSystemdWouldReadOtherwise() {
        Unit unit = of("www", "/opt/my lbm/100%/$x/lbm", Optional.empty(), Optional.empty());
        assertEquals("ExecStart=\"/opt/my lbm/100%%/$$x/lbm\" daemon", line(unit.text(), "ExecStart"));
        assertEquals("\"a\\\"b\\\\c\"", UnitText.quoted("a\"b\\c"));
        assertEquals("\"\"", UnitText.quoted(""));
    }

    @Test
    void aManagerOfRootKeepsThePowerToStartProgramsAsOthers() {
        String root = of("root", "/l", Optional.empty(), Optional.empty()).text();
        assertFalse(root.contains("NoNewPrivileges"));
        assertTrue(of("www", "/l", Optional.empty(), Optional.empty()).text().contains("NoNewPrivileges=yes"));
    }

    @Test
    void onlyTheManagerIsSignalledAndWhatAStopLeftIsSeenTo() {
        String unit = of("www", "/l", Optional.empty(), Optional.empty()).text();
        assertEquals("KillMode=process", line(unit, "KillMode"));
        assertEquals("ExecStopPost=-/l service-stop lbm-www.service", line(unit, "ExecStopPost"));
        assertTrue(unit.contains("Environment=LBM_UNIT=lbm-www.service\n"));
        assertEquals("RestartPreventExitStatus=0 5", line(unit, "RestartPreventExitStatus"));
    }

    @Test
    void onlyASystemdThatKnowsSubgroupsIsToldOfThem() {
        Unit unit = of("www", "/l", Optional.empty(), Optional.empty());
        assertEquals("DelegateSubgroup=lbm-manager", line(unit.text(), "DelegateSubgroup"));
        Unit older = new Unit(
                unit.user(),
                unit.home(),
                unit.command(),
                unit.javaHome(),
                unit.searchPath(),
                unit.ecosystem(),
                unit.environmentName(),
                false);
        assertEquals("", line(older.text(), "DelegateSubgroup"));
        assertEquals("Delegate=yes", line(older.text(), "Delegate"));
        assertFalse(Unit.knowsSubgroups("systemd 252 (252.39-1~deb12u2)\n+PAM +AUDIT"));
        assertFalse(Unit.knowsSubgroups("systemd 253"));
        assertTrue(Unit.knowsSubgroups("systemd 254 (254.26-1)"));
        assertTrue(Unit.knowsSubgroups("systemd 257~rc1"));
        assertFalse(Unit.knowsSubgroups("no systemd 257"));
        assertFalse(Unit.knowsSubgroups(""));
    }

    @Test
    void onlyAJobOfThisUnitTellsWhyItEnds() {
        String jobs = " 12 lbm-www.service restart running\n 13 other.service stop waiting\n";
        assertEquals(StopRequest.RESTART, StopRequest.of(jobs, "lbm-www.service"));
        assertEquals(StopRequest.STOP, StopRequest.of(jobs, "other.service"));
        assertEquals(StopRequest.NONE, StopRequest.of(jobs, "lbm-w.service"));
        assertEquals(StopRequest.STOP, StopRequest.of("12 lbm-www.service stop running", "lbm-www.service"));
        assertEquals(StopRequest.NONE, StopRequest.of("12 lbm-www.service start waiting", "lbm-www.service"));
        assertEquals(StopRequest.NONE, StopRequest.of("No jobs running.", "lbm-www.service"));
        assertEquals(StopRequest.NONE, StopRequest.of("", "lbm-www.service"));
    }

    @Test
    void theStatusLineCountsInstances() {
        assertEquals("no app", StatusLine.of(0, 0));
        assertEquals("1 of 1 instance online", StatusLine.of(1, 1));
        assertEquals("1 of 2 instances online", StatusLine.of(1, 2));
    }

    @Test
    void whoIsNotStartedByAUnitHasNone() {
        assertEquals(Optional.empty(), ServiceVariables.unit(Map.of("NOTIFY_SOCKET", "/run/systemd/notify")));
        assertEquals(Optional.of("lbm-www.service"), ServiceVariables.unit(Map.of("LBM_UNIT", "lbm-www.service")));
    }
}
