package lbm.manager.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.cluster.World.Fate;
import lbm.manager.instance.Key;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;

/** Reloads of programs that cannot run twice at a time. */
class ProgramReloadTest {

    private static final Map<String, String> OLD = Map.of("RELEASE", "1");
    private static final AppSpec NEWER = Specs.program(2, "2");
    private static final Duration BELIEF = Watch.BELIEF;

    private final World world = World.started(Specs.program(2));

    @Test
    void oneIsReplacedAfterTheOtherAndTheOldOneEndsFirst() {
        Key first = world.member(0).key();
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("Dismiss", "Interrupt"), world.doneFor(first));
        assertEquals(List.of("0:2:ONLINE", "1:1:ONLINE"), world.shape());
        world.pass(BELIEF);
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE"), world.shape());
        assertEquals(List.of(), world.told());
        world.pass(BELIEF);
        assertEquals(List.of("reload done: reloaded"), world.told());
        assertEquals(2, world.mostProcesses);
    }

    @Test
    void whoInheritsItsListenerIsReplacedByOneThatRunsBesideIt() {
        World both = World.started(Specs.inheriting(1, "1"));
        Key old = both.member(0).key();
        both.ask(ReplaceOperation.reload(Specs.inheriting(1, "2")));
        assertEquals(List.of(), both.doneFor(old));
        assertEquals(List.of("0:1:ONLINE", "0:2:ONLINE"), both.shape());
        both.pass(BELIEF);
        assertEquals(List.of("Dismiss", "Interrupt"), both.doneFor(old));
        assertEquals(List.of("0:2:ONLINE"), both.shape());
        assertEquals(List.of("reload done: reloaded"), both.told());
    }

    @Test
    void whoShallOpenItsPortByItselfFromNowOnStartsAfterTheOldOne() {
        World both = World.started(Specs.inheriting(1, "1"));
        Key old = both.member(0).key();
        both.ask(ReplaceOperation.reload(Specs.program(1, "2")));
        assertEquals(List.of("Dismiss", "Interrupt"), both.doneFor(old));
        assertEquals(1, both.mostProcesses);
    }

    @Test
    void theSlotIsNeverNobodysWhileTheOldOneEnds() {
        world.everybodyStubborn = true;
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("0:1:STOPPING:DOWN", "1:1:ONLINE"), world.shape());
        world.everybodyStubborn = false;
        world.pass(Specs.KILL_TIMEOUT.plus(Duration.ofSeconds(2)));
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE"), world.shape());
    }

    @Test
    void aStopWhileTheOldOneEndsForgetsNobody() {
        world.everybodyStubborn = true;
        world.ask(ReplaceOperation.reload(NEWER));
        world.ask(StopOperation.stop(m -> true));
        world.pass(Specs.KILL_TIMEOUT);
        assertEquals(List.of("0:1:STOPPED:DOWN", "1:1:STOPPED:DOWN"), world.shape());
    }

    @Test
    void aStopOfAnotherWhileTheOldOneEndsLetsItComeBack() {
        world.everybodyStubborn = true;
        world.ask(ReplaceOperation.reload(NEWER));
        world.ask(StopOperation.stop(m -> m.slot() == 1));
        world.pass(Specs.KILL_TIMEOUT);
        assertEquals(List.of("0:1:ONLINE", "1:1:STOPPED:DOWN"), world.shape());
        assertEquals(OLD, world.member(0).spec().env());
    }

    @Test
    void aSuccessorThatCrashesGivesItsSlotBackToTheOldRelease() {
        world.fateOf("2", Fate.CRASHES);
        world.ask(ReplaceOperation.reload(NEWER));
        world.pass(Duration.ofSeconds(2));
        assertEquals(List.of("reload failed: job:0 exit code 1 after 0 ms; the old generation stays"), world.told());
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), world.shape());
        world.members().forEach(m -> assertEquals(OLD, m.spec().env()));
    }

    @Test
    void aSuccessorThatCannotBeStartedGivesItsSlotBackToTheOldRelease() {
        world.fateOf("2", Fate.CANNOT_START);
        world.ask(ReplaceOperation.reload(NEWER));
        world.pass(Duration.ofSeconds(2));
        assertEquals(List.of("reload failed: job:0 no such file after 0 ms; the old generation stays"), world.told());
        world.members().forEach(m -> assertEquals(OLD, m.spec().env()));
    }

    @Test
    void whenTheSecondFailsBothGoBack() {
        world.fate(m -> m.slot() == 1 && m.spec().equals(NEWER) ? Fate.CRASHES : Fate.READY);
        world.ask(ReplaceOperation.reload(NEWER));
        world.pass(Duration.ofSeconds(3));
        assertEquals(List.of("reload failed: job:1 exit code 1 after 0 ms; the old generation stays"), world.told());
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), world.shape());
        world.members().forEach(m -> assertEquals(OLD, m.spec().env()));
    }

    @Test
    void whenTheOldReleaseDoesNotRunEitherTheReloadStillEnds() {
        world.fate(m -> Fate.CRASHES);
        world.ask(ReplaceOperation.reload(NEWER));
        world.pass(Duration.ofSeconds(10));
        assertEquals(1, world.told().size());
        assertEquals(Optional.empty(), world.cluster.busyWith());
        assertEquals(List.of("0:1:ERRORED", "1:1:ONLINE"), world.shape());
    }

    @Test
    void aReplacementToTheSameSettingsThatCrashesIsLeftToTheRestartPolicy() {
        world.fate(m -> Fate.CRASHES);
        world.ask(ReplaceOperation.replace(world.member(0).key(), "memory 2G over 1G"));
        assertEquals(
                List.of("replace failed: job:0 exit code 1 after 0 ms; the others are left as they are"), world.told());
        world.pass(Duration.ofSeconds(10));
        assertEquals(List.of("0:1:ERRORED", "1:1:ONLINE"), world.shape());
    }

    @Test
    void oneThatWaitsForItsRestartIsNotStartedBesideItsSuccessor() {
        world.fate(m -> Fate.CRASHES);
        world.crash(world.member(0));
        assertEquals(List.of("0:1:WAITING", "1:1:ONLINE"), world.shape());
        world.fate(m -> Fate.READY);
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("0:2:ONLINE", "1:1:ONLINE"), world.shape());
        world.pass(Duration.ofSeconds(2));
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE"), world.shape());
        assertEquals(2, world.mostProcesses);
    }
}
