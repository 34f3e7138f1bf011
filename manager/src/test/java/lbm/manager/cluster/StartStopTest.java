package lbm.manager.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lbm.manager.cluster.World.Fate;
import lbm.manager.instance.Action.Drain;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;

class StartStopTest {

    // ---- start

    @Test
    void startFillsEverySlotAndEndsWhenAllAreReady() {
        World world = new World(Specs.site(2));
        world.fate(m -> Fate.NEVER_READY);
        world.ask(StartOperation.all());
        assertEquals(List.of("0:1:LAUNCHING", "1:1:LAUNCHING"), world.shape());
        assertEquals(Optional.of("start"), world.cluster.busyWith());
        world.ready(world.member(0));
        assertEquals(List.of(), world.told());
        world.ready(world.member(1));
        assertEquals(List.of("start done: started"), world.told());
        assertEquals(Optional.empty(), world.cluster.busyWith());
    }

    @Test
    void anAppThatIsOnlyKnownIsStartedWhenItIsAskedFor() {
        World world = new World(Specs.site(2));
        world.cluster.place();
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("0:1:STOPPED:DOWN", "1:1:STOPPED:DOWN"), world.shape());
        world.ask(StartOperation.all());
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), world.shape());
        assertEquals(List.of("start done: started"), world.told());
    }

    @Test
    void startOfWhatIsUpChangesNothing() {
        World world = World.started(Specs.site(2));
        world.ask(StartOperation.all());
        assertEquals(List.of("start done: started"), world.told());
        assertEquals(List.of(), world.done);
    }

    @Test
    void startFailsWithTheFirstThatCrashes() {
        World world = new World(Specs.site(1));
        world.fate(m -> Fate.CRASHES);
        world.ask(StartOperation.all());
        assertEquals(List.of("start failed: site:0 exit code 1 after 0 ms"), world.told());
        assertEquals(Optional.of(world.member(0).key()), world.outcomes.get(0).culprit());
    }

    @Test
    void startFailsWhenOneIsNotReadyInTime() {
        World world = new World(Specs.site(1));
        world.fate(m -> Fate.NEVER_READY);
        world.ask(StartOperation.all());
        world.pass(Specs.LISTEN_TIMEOUT);
        assertEquals(List.of("start failed: site:0 not ready within 3 s"), world.told());
    }

    @Test
    void startFailsWhenTheProgramIsNotThere() {
        World world = new World(Specs.program(1));
        world.fate(m -> Fate.CANNOT_START);
        world.ask(StartOperation.all());
        assertEquals(List.of("start failed: job:0 no such file after 0 ms"), world.told());
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of("0:1:ERRORED"), world.shape());
    }

    @Test
    void aProgramThatCannotSayReadyIsBelievedAfterHalfASecond() {
        World world = new World(Specs.program(1));
        world.ask(StartOperation.all());
        world.pass(Duration.ofMillis(400));
        assertEquals(List.of(), world.told());
        world.pass(Duration.ofMillis(100));
        assertEquals(List.of("start done: started"), world.told());
    }

    @Test
    void aProgramThatEndsWithinThatTimeHasNotStarted() {
        World world = new World(Specs.program(1));
        world.ask(StartOperation.all());
        world.pass(Duration.ofMillis(200));
        world.crash(world.member(0));
        assertEquals(List.of("start failed: job:0 exit code 1 after 200 ms"), world.told());
    }

    @Test
    void startOfSomeStartsNoOthers() {
        World world = World.started(Specs.site(3));
        world.ask(StopOperation.stop(m -> m.slot() != 0));
        world.outcomes.clear();
        world.ask(StartOperation.only(m -> m.slot() == 2));
        assertEquals(List.of("0:1:ONLINE", "1:1:STOPPED:DOWN", "2:1:ONLINE"), world.shape());
        assertEquals(List.of("start done: started"), world.told());
    }

    @Test
    void startWaitsForOneThatIsBeingReplacedForHavingHung() {
        World world = World.started(Specs.site(1));
        world.hang(world.member(0));
        world.ask(StartOperation.all());
        assertEquals(List.of(), world.told());
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("start done: started"), world.told());
        assertEquals(List.of("0:1:ONLINE"), world.shape());
    }

    // ---- stop and delete

    @Test
    void stopWaitsUntilTheLastProcessHasEnded() {
        World world = World.started(Specs.site(2));
        world.stubborn.add(world.member(1).key());
        world.ask(StopOperation.stop(m -> true));
        assertEquals(List.of("0:1:STOPPED:DOWN", "1:1:DRAINING:DOWN"), world.shape());
        assertEquals(List.of(), world.told());
        world.end(world.member(1).key());
        assertEquals(List.of("stop done: stopped"), world.told());
    }

    @Test
    void whoDoesNotEndIsKilledAfterItsKillTimeout() {
        World world = World.started(Specs.site(1));
        Key key = world.member(0).key();
        world.stubborn.add(key);
        world.ask(StopOperation.stop(m -> true));
        world.pass(Specs.KILL_TIMEOUT);
        assertEquals(List.of("Dismiss", "Drain", "KillTree"), world.doneFor(key));
        assertEquals(List.of("stop done: stopped"), world.told());
    }

    @Test
    void aStopOfSomeHandsTheirConnectionsToTheOthersAStopOfAllDoesNot() {
        World world = World.started(Specs.site(2));
        world.ask(StopOperation.stop(m -> m.slot() == 0));
        assertTrue(drain(world, 0).migrate());
        world.ask(StopOperation.stop(m -> true));
        assertFalse(drain(world, 1).migrate());
    }

    @Test
    void aStoppedAppNeedsNoListener() {
        World world = World.started(Specs.site(1));
        assertTrue(world.cluster.wantsListener());
        world.ask(StopOperation.stop(m -> true));
        assertFalse(world.cluster.wantsListener());
        assertFalse(World.started(Specs.program(1)).cluster.wantsListener());
    }

    @Test
    void anAppThatIsGivenUpNeedsNoListener() {
        World world = new World(Specs.site(1));
        world.fate(m -> Fate.CRASHES);
        world.ask(StartOperation.all());
        assertTrue(world.cluster.wantsListener());
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of("0:1:ERRORED"), world.shape());
        assertFalse(world.cluster.wantsListener());
    }

    @Test
    void deleteForgetsTheApp() {
        World world = World.started(Specs.site(2));
        world.ask(StopOperation.delete(m -> true));
        assertEquals(List.of("delete done: deleted"), world.told());
        assertTrue(world.cluster.empty());
    }

    @Test
    void deleteForgetsWhatWasGivenUp() {
        World world = new World(Specs.site(1));
        world.fate(m -> Fate.CRASHES);
        world.ask(StartOperation.all());
        world.pass(Duration.ofSeconds(5));
        world.ask(StopOperation.delete(m -> true));
        assertTrue(world.cluster.empty());
    }

    @Test
    void deleteWhileLaunchingEndsTheStart() {
        World world = new World(Specs.site(2));
        world.fate(m -> Fate.NEVER_READY);
        world.ask(StartOperation.all());
        Key key = world.member(0).key();
        world.ask(StopOperation.delete(m -> true));
        assertEquals(List.of("start failed: superseded by delete", "delete done: deleted"), world.told());
        assertEquals(List.of("Spawn", "Interrupt"), world.doneFor(key));
        assertTrue(world.cluster.empty());
        assertEquals(0, world.processes.size());
    }

    @Test
    void oneStopDoesNotMakeAnotherFail() {
        World world = World.started(Specs.site(2));
        world.everybodyStubborn = true;
        world.ask(StopOperation.stop(m -> m.slot() == 0));
        world.ask(StartOperation.all());
        world.ask(StopOperation.delete(m -> true));
        world.pass(Specs.KILL_TIMEOUT.multipliedBy(2));
        assertEquals(
                List.of("start failed: superseded by delete", "stop done: stopped", "delete done: deleted"),
                world.told());
    }

    // ---- restart

    @Test
    void restartGoesTwoByTwo() {
        World world = World.started(Specs.site(4));
        world.everybodyStubborn = true;
        world.ask(new RestartOperation(m -> true));
        assertEquals(List.of("0:1:DRAINING", "1:1:DRAINING", "2:1:ONLINE", "3:1:ONLINE"), world.shape());
        world.everybodyStubborn = false;
        world.end(world.member(0).key());
        world.end(world.member(1).key());
        assertEquals(List.of("restart done: restarted"), world.told());
        assertEquals(
                List.of(1, 1, 1, 1),
                world.members().stream().map(Instance::restarts).toList());
        assertEquals(2, world.fewestOnline);
    }

    @Test
    void aRestartOfTwoKeepsOneUp() {
        World world = World.started(Specs.site(2));
        world.ask(new RestartOperation(m -> true));
        assertEquals(1, world.fewestOnline);
        assertEquals(List.of("restart done: restarted"), world.told());
    }

    @Test
    void restartOfProgramsAtNoPortGoesByTheQuarter() {
        World world = World.started(Specs.program(12));
        world.ask(new RestartOperation(m -> true));
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of("restart done: restarted"), world.told());
        assertEquals(9, world.fewestOnline);
    }

    @Test
    void restartGoesBySoManyAsAreAsked() {
        World world = World.started(Specs.program(12));
        world.ask(new RestartOperation(m -> true, OptionalInt.of(5)));
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of("restart done: restarted"), world.told());
        assertEquals(7, world.fewestOnline);
    }

    @Test
    void restartStopsAtTheFirstThatFails() {
        World world = World.started(Specs.site(2));
        world.fate(m -> Fate.CRASHES);
        world.ask(new RestartOperation(m -> true));
        assertEquals(List.of("restart failed: site:0 exit code 1 after 0 ms"), world.told());
        assertEquals(State.ONLINE, world.member(1).state());
        assertEquals(0, world.member(1).restarts());
    }

    @Test
    void restartStopsAtTheFirstThatIsNotReadyInTime() {
        World world = World.started(Specs.site(2));
        world.fate(m -> Fate.NEVER_READY);
        world.ask(new RestartOperation(m -> true));
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of("restart failed: site:0 not ready within 3 s"), world.told());
    }

    @Test
    void restartOfAStoppedAppStartsIt() {
        World world = World.started(Specs.program(1));
        world.ask(StopOperation.stop(m -> true));
        world.ask(new RestartOperation(m -> true));
        world.pass(Duration.ofSeconds(1));
        assertEquals(List.of("stop done: stopped", "restart done: restarted"), world.told());
        assertEquals(List.of("0:1:ONLINE"), world.shape());
    }

    @Test
    void aRestartOfNobodyIsDone() {
        World world = World.started(Specs.site(1));
        world.ask(new RestartOperation(m -> false));
        assertEquals(List.of("restart done: restarted"), world.told());
    }

    // ---- adoption and time

    @Test
    void anAdoptedLifeTakesItsPlaceBySlot() {
        World former = World.started(Specs.site(2));
        World world = new World(Specs.site(2));
        world.cluster.adopt(former.member(1));
        world.cluster.adopt(former.member(0));
        assertEquals(former.members(), world.members());
    }

    @Test
    void aPauseOfTheManagerIsGivenToEverybody() {
        World world = new World(Specs.site(1));
        world.fate(m -> Fate.NEVER_READY);
        world.ask(StartOperation.all());
        long pause = Duration.ofMinutes(1).toNanos();
        world.cluster.credit(pause);
        world.now += pause;
        world.pass(Duration.ofMillis(2_900));
        assertEquals(List.of("0:1:LAUNCHING"), world.shape());
    }

    @Test
    void anEventOfALifeThatIsGoneIsNoEvent() {
        World world = World.started(Specs.site(1));
        world.on(new Key(9, 99), i -> i.hung(world.now, "hung"));
        assertEquals(List.of("0:1:ONLINE"), world.shape());
    }

    private static Drain drain(World world, int slot) {
        return world.done.stream()
                .filter(a -> a instanceof Drain && a.key().id() == slot)
                .map(a -> (Drain) a)
                .findFirst()
                .orElseThrow();
    }
}
