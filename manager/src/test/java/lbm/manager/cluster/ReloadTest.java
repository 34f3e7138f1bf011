package lbm.manager.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.cluster.World.Fate;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;

/** Reloads of workers, whose successors come up beside them. */
class ReloadTest {

    private static final AppSpec NEWER = Specs.site(2, "2");

    private final World world = World.started(Specs.site(2));

    @Test
    void aReloadReplacesOneSlotAtATimeAndNeverHasFewerThanItHad() {
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE"), world.shape());
        assertEquals(List.of("reload done: reloaded"), world.told());
        assertEquals(2, world.fewestOnline);
        assertEquals(3, world.mostProcesses);
        assertEquals(NEWER, world.cluster.spec());
    }

    @Test
    void theOldLifeIsToldToGoOnlyOnceTheNewOneIsReady() {
        world.fate(m -> Fate.NEVER_READY);
        Key old = world.member(0).key();
        world.ask(ReplaceOperation.reload(NEWER));
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("0:1:ONLINE", "0:2:LAUNCHING", "1:1:ONLINE"), world.shape());
        assertEquals(List.of(), world.doneFor(old));
        world.stubborn.add(old);
        world.ready(world.member(1));
        assertEquals(List.of("Dismiss", "Drain"), world.doneFor(old));
        assertEquals(List.of("0:1:DRAINING:GONE", "0:2:ONLINE", "1:1:ONLINE"), world.shape());
    }

    @Test
    void theNextSlotWaitsUntilTheOldLifeHasEnded() {
        Key old = world.member(0).key();
        world.stubborn.add(old);
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("0:1:DRAINING:GONE", "0:2:ONLINE", "1:1:ONLINE"), world.shape());
        world.end(old);
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE"), world.shape());
    }

    @Test
    void idsStayAndEveryReloadCounts() {
        List<Integer> ids = world.members().stream().map(m -> m.key().id()).toList();
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(ids, world.members().stream().map(m -> m.key().id()).toList());
        assertEquals(
                List.of(1, 1), world.members().stream().map(Instance::restarts).toList());
    }

    @Test
    void aReloadToTheSameSettingsKeepsThoseOfAReloadBeforeIt() {
        Key old = world.member(0).key();
        world.stubborn.add(old);
        world.ask(ReplaceOperation.reload(NEWER));
        world.ask(ReplaceOperation.reloadAll(spec -> spec));
        world.end(old);
        assertEquals(NEWER, world.cluster.spec());
        assertEquals(List.of("0:3:ONLINE", "1:3:ONLINE"), world.shape());
    }

    @Test
    void aReloadOfSomeLeavesTheOthers() {
        Instance other = world.member(0);
        world.ask(ReplaceOperation.reload(m -> m.slot() == 1));
        assertEquals(other, world.member(0));
        assertEquals(1, world.member(1).restarts());
        assertEquals(List.of("reload done: reloaded"), world.told());
    }

    @Test
    void aReloadStartsWhatWasStopped() {
        world.ask(StopOperation.stop(m -> true));
        world.outcomes.clear();
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE"), world.shape());
        assertEquals(List.of("reload done: reloaded"), world.told());
    }

    @Test
    void aReloadRevivesWhatWasGivenUp() {
        World crashed = new World(Specs.site(1));
        crashed.fateOf("2", Fate.READY);
        crashed.fate(m -> m.spec().env().isEmpty() ? Fate.CRASHES : Fate.READY);
        crashed.ask(StartOperation.all());
        crashed.pass(Duration.ofSeconds(5));
        crashed.ask(ReplaceOperation.reload(Specs.site(1, "2")));
        assertEquals(List.of("0:2:ONLINE"), crashed.shape());
    }

    @Test
    void aFileWithMoreInstancesStartsThoseToo() {
        world.ask(ReplaceOperation.reload(Specs.site(3, "2")));
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE", "2:2:ONLINE"), world.shape());
        assertEquals(List.of("reload done: reloaded"), world.told());
    }

    @Test
    void aFileWithFewerInstancesEndsTheSurplus() {
        world.ask(ReplaceOperation.reload(Specs.site(1, "2")));
        assertEquals(List.of("0:2:ONLINE"), world.shape());
        assertEquals(List.of("reload done: reloaded"), world.told());
    }

    @Test
    void anAdditionalInstanceThatCrashesFailsTheReload() {
        world.fate(m -> m.slot() == 2 ? Fate.CRASHES : Fate.READY);
        world.ask(ReplaceOperation.reload(Specs.site(3, "2")));
        assertEquals(List.of("reload failed: site:2 exit code 1 after 0 ms"), world.told());
    }

    @Test
    void anAdditionalInstanceThatEndsForGoodFailsTheReload() {
        RestartSpec once = new RestartSpec(
                true, false, Specs.MIN_UPTIME, 4, Duration.ZERO, Duration.ZERO, java.util.Set.of(), Optional.empty());
        world.fate(m -> m.slot() == 2 ? Fate.CRASHES : Fate.READY);
        world.ask(ReplaceOperation.reload(Specs.restarting(Specs.site(3, "2"), once)));
        assertEquals(List.of("reload failed: site:2 exit code 1 after 0 ms"), world.told());
    }

    // ---- failure

    @Test
    void whenTheFirstSuccessorCrashesNothingHasChanged() {
        List<Instance> before = world.members();
        world.fateOf("2", Fate.CRASHES);
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("reload failed: site:0 exit code 1 after 0 ms; the old generation stays"), world.told());
        assertEquals(before, world.members());
        assertEquals(Specs.site(2), world.cluster.spec());
        assertEquals(1, world.cluster.generation());
        assertEquals(2, world.fewestOnline);
    }

    @Test
    void whenTheFirstSuccessorIsNotReadyInTimeNothingHasChanged() {
        List<Instance> before = world.members();
        world.fateOf("2", Fate.NEVER_READY);
        world.ask(ReplaceOperation.reload(NEWER));
        world.pass(Duration.ofSeconds(4));
        assertEquals(List.of("reload failed: site:0 not ready within 3 s; the old generation stays"), world.told());
        assertEquals(before, world.members());
        assertEquals(2, world.processes.size());
    }

    @Test
    void whenTheSecondSuccessorFailsTheFirstSlotIsMovedBack() {
        world.fate(m -> m.slot() == 1 && m.spec().equals(NEWER) ? Fate.CRASHES : Fate.READY);
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), world.shape());
        assertEquals(List.of("reload failed: site:1 exit code 1 after 0 ms; the old generation stays"), world.told());
        world.members().forEach(m -> assertEquals(Map.of(), m.spec().env()));
        assertEquals(2, world.fewestOnline);
    }

    @Test
    void aSlotThatCannotBeMovedBackKeepsTheNewReleaseAndTheReloadEnds() {
        world.fate(m -> m.slot() == 1 || m.spec().env().isEmpty() ? Fate.CRASHES : Fate.READY);
        world.ask(ReplaceOperation.reload(NEWER));
        world.pass(Duration.ofSeconds(1));
        assertEquals(
                List.of("reload failed: site:1 exit code 1 after 0 ms; the old generation stays; "
                        + "but site:0 exit code 1 after 0 ms, which was to go back"),
                world.told());
        assertEquals(List.of("0:2:ONLINE", "1:1:ONLINE"), world.shape());
        assertEquals(Optional.empty(), world.cluster.busyWith());
    }

    @Test
    void aSlotThatHasMovedAndStartsAgainWhenTheNextFailsIsMovedBackToo() {
        world.fate(m -> m.spec().equals(NEWER) && m.restarts() > 0 ? Fate.NEVER_READY : Fate.READY);
        world.ask(ReplaceOperation.reload(NEWER));
        world.ready(world.member(1));
        Instance moved = world.member(0);
        assertEquals(2, moved.generation());
        world.crash(moved);
        assertEquals(State.LAUNCHING, world.member(0).state());
        world.crash(world.member(2));
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), world.shape());
        assertEquals(1, world.told().size());
    }

    @Test
    void aSuccessorThatWasReadyMayCrashOnce() {
        world.stubborn.add(world.member(0).key());
        world.ask(ReplaceOperation.reload(NEWER));
        Key old = world.member(0).key();
        world.crash(world.member(1));
        world.end(old);
        assertEquals(List.of("reload done: reloaded"), world.told());
    }

    @Test
    void aReleaseThatCrashesOnceItIsReadyIsTakenBack() {
        Key old = world.member(0).key();
        world.stubborn.add(old);
        world.ask(ReplaceOperation.reload(NEWER));
        world.crash(world.member(1));
        world.crash(world.member(1));
        world.end(old);
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("reload failed: site:0 exit code 1 after 0 ms; the old generation stays"), world.told());
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), world.shape());
        world.members().forEach(m -> assertEquals(Map.of(), m.spec().env()));
    }

    @Test
    void aReloadToTheSameSettingsHasNothingToGoBackTo() {
        world.fate(m -> m.slot() == 1 ? Fate.CRASHES : Fate.READY);
        world.ask(ReplaceOperation.reload(world.cluster.spec()));
        assertEquals(
                List.of("reload failed: site:1 exit code 1 after 0 ms; the others are left as they are"), world.told());
        assertEquals(List.of("0:2:ONLINE", "1:1:ONLINE"), world.shape());
    }

    // ---- with others

    @Test
    void aSecondReloadWaitsForTheFirst() {
        world.fate(m -> Fate.NEVER_READY);
        world.ask(ReplaceOperation.reload(NEWER));
        world.ask(ReplaceOperation.reload(Specs.site(2, "3")));
        assertEquals(3, world.members().size());
        world.fate(m -> Fate.READY);
        world.ready(world.member(1));
        assertEquals(List.of("reload done: reloaded", "reload done: reloaded"), world.told());
        assertEquals(List.of("0:3:ONLINE", "1:3:ONLINE"), world.shape());
        assertEquals(3, world.mostProcesses);
    }

    @Test
    void aStopSupersedesAReloadAndEndsTheSuccessorToo() {
        world.fate(m -> Fate.NEVER_READY);
        world.ask(ReplaceOperation.reload(NEWER));
        world.ask(StopOperation.stop(m -> true));
        assertEquals(List.of("reload failed: superseded by stop", "stop done: stopped"), world.told());
        assertEquals(List.of("0:1:STOPPED:DOWN", "1:1:STOPPED:DOWN"), world.shape());
        assertEquals(0, world.processes.size());
        assertEquals(Specs.site(2), world.cluster.spec());
    }

    @Test
    void aStopInTheMiddleOfAReloadLeavesOneLifeASlot() {
        world.stubborn.add(world.member(0).key());
        world.ask(ReplaceOperation.reload(NEWER));
        assertEquals(List.of("0:1:DRAINING:GONE", "0:2:ONLINE", "1:1:ONLINE"), world.shape());
        world.ask(StopOperation.stop(m -> true));
        world.pass(Specs.KILL_TIMEOUT);
        assertEquals(List.of("0:2:STOPPED:DOWN", "1:1:STOPPED:DOWN"), world.shape());
    }

    @Test
    void aStartAfterAReloadThatWasCutShortRunsTheNewSettingsEverywhere() {
        aStopInTheMiddleOfAReloadLeavesOneLifeASlot();
        world.ask(StartOperation.all());
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE"), world.shape());
        world.members().forEach(m -> assertEquals(NEWER, m.spec()));
    }

    @Test
    void aStopInTheMiddleOfAReloadToFewerInstancesLeavesTheNumber() {
        world.stubborn.add(world.member(0).key());
        world.ask(ReplaceOperation.reload(Specs.site(1, "2")));
        world.ask(StopOperation.stop(m -> true));
        world.pass(Specs.KILL_TIMEOUT);
        assertEquals(List.of("0:2:STOPPED:DOWN", "1:1:STOPPED:DOWN"), world.shape());
        assertEquals(2, world.cluster.spec().instances());
    }

    @Test
    void aStopOfOneInTheMiddleOfAReloadLeavesTheOthersRunning() {
        world.fate(m -> Fate.NEVER_READY);
        world.ask(ReplaceOperation.reload(NEWER));
        world.ask(StopOperation.stop(m -> m.slot() == 1));
        assertEquals(List.of("0:1:ONLINE", "1:1:STOPPED:DOWN"), world.shape());
    }

    @Test
    void aDeleteInTheMiddleOfAReloadLeavesNothing() {
        world.fate(m -> Fate.NEVER_READY);
        world.ask(ReplaceOperation.reload(NEWER));
        world.ask(StopOperation.delete(m -> true));
        assertTrue(world.cluster.empty());
        assertEquals(0, world.processes.size());
    }

    @Test
    void anOldLifeThatHangsDuringTheReloadIsKilledAndItGoesOn() {
        world.stubborn.add(world.member(0).key());
        world.ask(ReplaceOperation.reload(NEWER));
        Key old = world.member(0).key();
        world.hang(world.member(0));
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("Dismiss", "Drain", "Dismiss", "ThreadDump", "KillTree"), world.doneFor(old));
        assertEquals(List.of("0:2:ONLINE", "1:2:ONLINE"), world.shape());
    }

    // ---- memory

    @Test
    void aMemoryLimitReplacesThatOneOnly() {
        Instance other = world.member(1);
        world.ask(ReplaceOperation.replace(world.member(0).key(), "memory 2G over 1G"));
        assertEquals(List.of("replace done: replaced: memory 2G over 1G"), world.told());
        assertEquals(1, world.member(0).restarts());
        assertEquals(other, world.member(1));
        assertEquals(2, world.fewestOnline);
        assertEquals(1, world.cluster.generation());
    }

    @Test
    void aReplacementThatFailsLeavesTheOldOne() {
        world.fate(m -> Fate.CRASHES);
        Instance old = world.member(0);
        world.ask(ReplaceOperation.replace(old.key(), "memory 2G over 1G"));
        assertEquals(old, world.member(0));
        assertEquals(List.of("replace failed: site:0 exit code 1 after 0 ms; the old generation stays"), world.told());
    }

    @Test
    void aReplacementOfOneWhoHasGoneMeanwhileIsDone() {
        world.ask(ReplaceOperation.replace(new Key(0, 77), "memory 2G over 1G"));
        assertEquals(List.of("replace done: replaced: memory 2G over 1G"), world.told());
        assertEquals(List.of(), world.done);
    }
}
