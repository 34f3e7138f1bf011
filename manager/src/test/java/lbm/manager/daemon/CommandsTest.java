package lbm.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.process.Command;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    private static final Home HOME = new Home(Path.of("/home/me/.lbm"));
    private static final Identity IDENTITY = new Identity("ab12", "t0ken");
    private static final Key KEY = new Key(5, 42);

    @Test
    void aProgramRunsUnderItsInterpreterWithItsArguments() {
        assertEquals(
                List.of("python3", "-u", "/bin/job.py", "--fast"),
                command(Specs.program(1)).argv());
        assertEquals(Path.of("/site"), command(Specs.program(1)).cwd());
    }

    @Test
    void aSiteRunsInAWorkerOfItsHeap() {
        assertEquals(List.of("java", "-Xmx64m"), command(Specs.site(1)).argv());
    }

    @Test
    void aWorkerIsToldWhereItsManagerIsAndWhatItServes() {
        Map<String, String> env = command(Specs.site(1)).env();
        assertEquals("/home/me/.lbm/link.sock", env.get("LBM_LINK"));
        assertEquals("t0ken", env.get("LBM_TOKEN"));
        assertEquals("{\"root\":\"/site/dist\",\"spa\":true,\"warmup\":1000}", env.get("LBM_SERVE"));
        assertEquals("8175", env.get("PORT"));
    }

    @Test
    void aProgramIsToldWhoItIsButNoSecretOfTheManager() {
        Map<String, String> env = command(Specs.program(1)).env();
        assertEquals("job", env.get("LBM_APP"));
        assertEquals("5", env.get("LBM_ID"));
        assertEquals("3", env.get("LBM_INSTANCE"));
        assertEquals("3", env.get("NODE_APP_INSTANCE"));
        assertEquals("2", env.get("LBM_GENERATION"));
        assertEquals("/home/me/.lbm", env.get("LBM_HOME"));
        assertEquals("ab12:5.42", env.get(Command.MARK));
        assertFalse(env.containsKey("LBM_TOKEN"));
        assertFalse(env.containsKey("LBM_LINK"));
    }

    @Test
    void declaredVariablesLieOverTheCallersAndOursOverBoth() {
        AppSpec spec = Specs.program(1, "9").withEnviron(Map.of("RELEASE", "shell", "HOME", "/home/me"));
        assertEquals("9", command(spec).env().get("RELEASE"));
        assertEquals("/home/me", command(spec).env().get("HOME"));
        AppSpec liar = Specs.program(1).withEnviron(Map.of("NODE_APP_INSTANCE", "77"));
        assertEquals("3", command(liar).env().get("NODE_APP_INSTANCE"));
    }

    @Test
    void whatAnotherLbmToldTheCallersShellIsNotPassedOn() {
        AppSpec spec = Specs.program(1).withEnviron(Map.of("LBM_TOKEN", "other", "LBM_SPAWN", "other:1.1"));
        Map<String, String> env = command(spec).env();
        assertFalse(env.containsKey("LBM_TOKEN"));
        assertEquals("ab12:5.42", env.get(Command.MARK));
    }

    @Test
    void jvmOptionsOfTheCallerAreForProgramsNotForWorkers() {
        Map<String, String> callers = Map.of("JAVA_TOOL_OPTIONS", "-Xmx9g");
        assertEquals(
                "-Xmx9g", command(Specs.program(1).withEnviron(callers)).env().get("JAVA_TOOL_OPTIONS"));
        assertFalse(command(Specs.site(1).withEnviron(callers)).env().containsKey("JAVA_TOOL_OPTIONS"));
    }

    @ParameterizedTest
    @CsvSource({"9000, 9003", "' 9000 ', 9003", "-5, -2", "port, port"})
    void theIncrementedVariableGrowsWithTheSlotIfItIsANumber(String base, String expected) {
        AppSpec plain = Specs.program(1);
        AppSpec spec = incrementing(plain, base);
        assertEquals(expected, command(spec).env().get("BASE"));
    }

    @Test
    void aMarkNamesItsLife() {
        assertEquals(Optional.of(KEY), Commands.keyOf(Commands.mark(IDENTITY, KEY)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ab12", "ab12:5", "xyz:5.42", "ab12:5.42.1", "ab12:-5.42", "ab12:5.9999999999999999999"})
    void anythingElseIsNoMarkOfOurs(String mark) {
        assertEquals(Optional.empty(), Commands.keyOf(mark));
    }

    @Test
    void aWorkerThatNobodyStandsInForIsReadySooner() {
        assertEquals(
                "{\"root\":\"/site/dist\",\"spa\":true,\"warmup\":100}",
                command(Specs.site(1), false).env().get("LBM_SERVE"));
    }

    private static Command command(AppSpec spec) {
        return command(spec, true);
    }

    private static Command command(AppSpec spec, boolean othersServe) {
        return Commands.of(
                        Instance.fresh(KEY, spec, 3, 2),
                        othersServe,
                        HOME,
                        IDENTITY,
                        megabytes -> List.of("java", "-Xmx" + megabytes + "m"))
                .command();
    }

    private static AppSpec incrementing(AppSpec spec, String base) {
        return new AppSpec(
                spec.name(),
                spec.namespace(),
                spec.file(),
                spec.program(),
                spec.cwd(),
                Map.of("BASE", base),
                spec.instances(),
                spec.execMode(),
                spec.listen(),
                spec.balance(),
                spec.restart(),
                spec.stop(),
                spec.logs(),
                spec.instanceVar(),
                Optional.of("BASE"));
    }
}
