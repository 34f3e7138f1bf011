package lbm.manager.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import lbm.manager.instance.Action.Admit;
import lbm.manager.instance.Action.Dismiss;
import lbm.manager.instance.Action.Drain;
import lbm.manager.instance.Action.Interrupt;
import lbm.manager.instance.Action.KillTree;
import lbm.manager.instance.Action.Spawn;
import lbm.manager.instance.Action.ThreadDump;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.Entry;
import lbm.manager.spec.SiteOptions;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of one life: a section for each event, in it a case for each state. */
class InstanceTest {

    private static final Key KEY = new Key(7, 70);
    private static final AppSpec SITE = Specs.site(1);
    private static final AppSpec JOB = Specs.program(1);
    private static final long START = 1_000_000_000_000L;

    private long now = START;

    // ---- start

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "ERRORED", "WAITING"})
    void startOfALifeAtRestLaunchesIt(State state) {
        Transition t = in(state, Wanted.DOWN).start(now);
        assertState(State.LAUNCHING, Wanted.UP, t.next());
        assertDeadline(Specs.LISTEN_TIMEOUT, t.next());
        assertEquals(now, t.next().since());
        assertEquals(List.of(new Spawn(KEY)), t.actions());
    }

    @Test
    void startForgetsTheRowOfUnstableExits() {
        Instance tired = errored(SITE);
        assertEquals(4, tired.unstable());
        assertEquals(0, tired.start(now).next().unstable());
    }

    @ParameterizedTest
    @EnumSource(names = {"LAUNCHING", "ONLINE"})
    void startOfALifeThatIsUpChangesNothing(State state) {
        Instance m = in(state, Wanted.UP);
        assertEquals(Transition.to(m), m.start(now));
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAINING", "STOPPING"})
    void startOfALifeThatEndsLetsItComeBack(State state) {
        Transition t = in(state, Wanted.DOWN).start(now);
        assertState(state, Wanted.UP, t.next());
        assertEquals(List.of(), t.actions());
        Transition end = t.next().exited(now, 0, "exit code 0");
        assertState(State.LAUNCHING, Wanted.UP, end.next());
        assertEquals(List.of(new Spawn(KEY)), end.actions());
    }

    // ---- what is known of a life

    @Test
    void aManagerThatTakesOverHearsAgainFromWorkersChecksAndPortsBehindAProxy() {
        assertTrue(Instance.fresh(KEY, SITE, 0, 1).saysReadyAgain());
        assertTrue(Instance.fresh(KEY, Specs.fronted(1), 0, 1).saysReadyAgain());
        assertFalse(Instance.fresh(KEY, JOB, 0, 1).saysReadyAgain());
        assertFalse(Instance.fresh(KEY, Specs.inheriting(1, "1"), 0, 1).saysReadyAgain());
    }

    @Test
    void whoHasItsListenerFromUsRunsBesideItsPredecessor() {
        assertTrue(Instance.fresh(KEY, Specs.inheriting(1, "1"), 0, 1).beside());
        assertFalse(Instance.fresh(KEY, Specs.inheriting(1, "1"), 0, 1).saysReady());
        assertFalse(Instance.fresh(KEY, JOB, 0, 1).beside());
    }

    @Test
    void aJobHasCompletedWhenItEndedWellAndStaysDown() {
        RestartSpec once = new RestartSpec(
                true, false, Specs.MIN_UPTIME, 4, Duration.ZERO, Duration.ZERO, Set.of(3), Optional.empty());
        Instance running = launched(Specs.restarting(JOB, once)).spawned(now).next();
        assertFalse(running.completed());
        assertTrue(running.exited(now, 0, "exit code 0").next().completed());
        assertTrue(running.exited(now, 3, "exit code 3").next().completed());
        assertFalse(running.exited(now, 4, "exit code 4").next().completed());
        assertFalse(Instance.fresh(KEY, JOB, 0, 1).completed());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void onlyAStartIsNotReadyYet(State state) {
        Instance m = in(state, Wanted.UP);
        boolean changed = !m.notReadyYet("status 503").next().equals(m);
        assertEquals(state == State.LAUNCHING, changed);
        assertEquals(List.of(), m.notReadyYet("status 503").actions());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void onlyAStartOrAnEndCanTakeLonger(State state) {
        Instance m = in(state, Wanted.UP);
        Duration more = Duration.ofHours(1);
        Instance longer = m.extended(now, more).next();
        if (state == State.LAUNCHING || state == State.STOPPING) {
            assertDeadline(more, longer);
            assertEquals(longer, longer.extended(now, Duration.ofMillis(1)).next());
        } else {
            assertEquals(m, longer);
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void whoIsNotInDrainIsNotSignalledForBeingDrained(State state) {
        Instance m = in(state, Wanted.UP);
        assertEquals(List.of(), m.drained(now).actions());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void onlyWhoServesIsReplacedForBeingSick(State state) {
        Instance m = in(state, Wanted.UP);
        boolean acted = !m.unhealthy(now, "alive check failed").actions().isEmpty();
        assertEquals(state == State.ONLINE, acted);
    }

    @Test
    void aProcessOfALifeThatWasDownWasStartedAfterwards() {
        Instance down = Instance.fresh(KEY, JOB, 0, 1);
        assertEquals(
                Wanted.UP,
                down.adopted(State.ONLINE, now, now, OptionalLong.empty()).wanted());
        assertEquals(
                Wanted.DOWN,
                down.adopted(State.STOPPED, now, now, OptionalLong.empty()).wanted());
        assertEquals(
                Wanted.UP,
                launched(JOB)
                        .adopted(State.ONLINE, now, now, OptionalLong.empty())
                        .wanted());
    }

    // ---- a program behind a proxy

    private static final AppSpec FRONTED = Specs.fronted(1);

    @Test
    void whoStandsBehindAProxyIsReadyWhenSomebodySaysSo() {
        Instance launched = launched(FRONTED).spawned(now).next();
        assertState(State.LAUNCHING, Wanted.UP, launched);
        assertEquals(List.of(new Admit(KEY)), launched.ready(now).actions());
    }

    @Test
    void itsRequestsEndBeforeItIsSignalled() {
        Transition stop = launched(FRONTED).ready(now).next().stop(now, false, "asked");
        assertState(State.DRAINING, Wanted.DOWN, stop.next());
        assertEquals(List.of(new Dismiss(KEY), new Drain(KEY, false, 6000)), stop.actions());
        Transition drained = stop.next().drained(now);
        assertState(State.STOPPING, Wanted.DOWN, drained.next());
        assertEquals(List.of(new Interrupt(KEY)), drained.actions());
        assertDeadline(Duration.ofSeconds(4), drained.next());
    }

    @Test
    void itIsSignalledTooWhenItsRequestsDoNotEnd() {
        Instance draining =
                launched(FRONTED).ready(now).next().stop(now, false, "asked").next();
        assertDeadline(Duration.ofSeconds(6), draining);
        Transition late = draining.timeout(now);
        assertState(State.STOPPING, Wanted.DOWN, late.next());
        assertEquals(List.of(new Interrupt(KEY)), late.actions());
        assertEquals(List.of(new KillTree(KEY)), late.next().timeout(now).actions());
    }

    @Test
    void aWorkerDrainsByItself() {
        Instance draining =
                launched(SITE).ready(now).next().stop(now, false, "asked").next();
        assertEquals(Transition.to(draining), draining.drained(now));
    }

    @Test
    void whoIsNotWellEndsAndComesBack() {
        Transition t = launched(JOB).spawned(now).next().unhealthy(now, "alive check failed");
        assertState(State.STOPPING, Wanted.UP, t.next());
        assertEquals(List.of(new Dismiss(KEY), new Interrupt(KEY)), t.actions());
        assertEquals("alive check failed", t.next().reason());
        assertState(
                State.LAUNCHING,
                Wanted.UP,
                t.next().exited(now, 0, "exit code 0").next());
    }

    @Test
    void aCheckOfAnEarlierStateChangesNothing() {
        Instance launching = launched(FRONTED);
        assertEquals(Transition.to(launching), launching.unhealthy(now, "alive check failed"));
        assertEquals(Transition.to(launching), launching.drained(now));
    }

    private Instance launched(AppSpec spec) {
        return Instance.fresh(KEY, spec, 0, 1).start(now).next();
    }

    // ---- stop

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "ERRORED"})
    void stopOfALifeAtRestLeavesItsState(State state) {
        Transition t = in(state, Wanted.UP).stop(now, true, "asked");
        assertState(state, Wanted.DOWN, t.next());
        assertEquals(List.of(), t.actions());
    }

    @Test
    void stopOfALifeThatHasEndedByItselfKeepsHowItEnded() {
        RestartSpec once = new RestartSpec(
                true, false, Specs.MIN_UPTIME, 4, Duration.ZERO, Duration.ZERO, Set.of(), Optional.empty());
        Instance ended = launched(Specs.restarting(JOB, once))
                .spawned(now)
                .next()
                .exited(now, 0, "exit code 0")
                .next();
        Instance stopped = ended.stop(now, true, "asked").next();
        assertEquals("exit code 0 after 0 ms, asked", stopped.reason());
        assertTrue(stopped.completed());
        assertEquals(stopped, stopped.stop(now, true, "asked").next());
    }

    @Test
    void stopOfALifeThatWaitsForItsRestartCancelsThat() {
        Transition t = in(State.WAITING, Wanted.UP).stop(now, true, "asked");
        assertState(State.STOPPED, Wanted.DOWN, t.next());
        assertEquals(OptionalLong.empty(), t.next().deadline());
        assertEquals(List.of(), t.actions());
    }

    @Test
    void stopOfALifeThatLaunchesInterruptsIt() {
        Transition t = in(State.LAUNCHING, Wanted.UP).stop(now, true, "asked");
        assertState(State.STOPPING, Wanted.DOWN, t.next());
        assertDeadline(Specs.KILL_TIMEOUT, t.next());
        assertEquals(List.of(new Interrupt(KEY)), t.actions());
    }

    @Test
    void stopOfAWorkerTakesItOutOfTheBalancerBeforeItIsTold() {
        Transition t = in(State.ONLINE, Wanted.UP).stop(now, true, "asked");
        assertState(State.DRAINING, Wanted.DOWN, t.next());
        assertDeadline(Specs.KILL_TIMEOUT, t.next());
        assertEquals(List.of(new Dismiss(KEY), new Drain(KEY, true, 8_000)), t.actions());
        assertEquals(Optional.of("asked"), t.next().why());
    }

    @Test
    void stopOfAnyOtherProgramTakesItOutOfTheBalancerBeforeItIsSignalled() {
        Transition t = online(JOB).stop(now, true, "asked");
        assertState(State.STOPPING, Wanted.DOWN, t.next());
        assertDeadline(Specs.KILL_TIMEOUT, t.next());
        assertEquals(List.of(new Dismiss(KEY), new Interrupt(KEY)), t.actions());
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAINING", "STOPPING"})
    void stopOfALifeThatEndsKeepsItFromComingBackAndItsDeadline(State state) {
        Instance m = in(state, Wanted.UP);
        now += 1_000;
        Transition t = m.stop(now, true, "asked");
        assertState(state, Wanted.DOWN, t.next());
        assertEquals(m.deadline(), t.next().deadline());
        assertEquals(List.of(), t.actions());
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAINING", "STOPPING"})
    void aLifeThatIsToBeForgottenIsForgottenThoughItIsStoppedMeanwhile(State state) {
        assertState(
                state,
                Wanted.GONE,
                in(state, Wanted.GONE).stop(now, true, "asked").next());
    }

    // ---- retire

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "WAITING"})
    void aLifeAtRestThatIsRetiredIsGone(State state) {
        assertTrue(in(state, Wanted.UP).retire(now, true, "asked").next().gone());
    }

    @Test
    void aRetiredWorkerGivesItsConnectionsBackIfOthersCanTakeThem() {
        assertEquals(
                List.of(new Dismiss(KEY), new Drain(KEY, true, 8_000)),
                in(State.ONLINE, Wanted.UP).retire(now, true, "asked").actions());
        assertEquals(
                List.of(new Dismiss(KEY), new Drain(KEY, false, 8_000)),
                in(State.ONLINE, Wanted.UP).retire(now, false, "asked").actions());
    }

    @ParameterizedTest
    @EnumSource(names = {"LAUNCHING", "ONLINE", "DRAINING", "STOPPING"})
    void aRetiredLifeIsGoneOnceItsProcessHasEnded(State state) {
        Instance leaving = in(state, Wanted.UP).retire(now, true, "asked").next();
        assertFalse(leaving.gone());
        Transition end = leaving.exited(now, 0, "exit code 0");
        assertTrue(end.next().gone());
        assertEquals(List.of(), end.actions());
    }

    // ---- restart

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "ERRORED", "WAITING"})
    void restartOfALifeAtRestLaunchesItAndCounts(State state) {
        Instance m = in(state, Wanted.DOWN);
        Transition t = m.restart(now, true, "asked");
        assertState(State.LAUNCHING, Wanted.UP, t.next());
        assertEquals(m.restarts() + 1, t.next().restarts());
        assertEquals(0, t.next().unstable());
        assertEquals(List.of(new Spawn(KEY)), t.actions());
    }

    @Test
    void restartOfAWorkerDrainsItAndStartsItAgain() {
        Transition t = in(State.ONLINE, Wanted.UP).restart(now, true, "asked");
        assertState(State.DRAINING, Wanted.UP, t.next());
        assertEquals(List.of(new Dismiss(KEY), new Drain(KEY, true, 8_000)), t.actions());
        Transition end = t.next().exited(now, 0, "exit code 0");
        assertState(State.LAUNCHING, Wanted.UP, end.next());
        assertEquals(1, end.next().restarts());
    }

    @Test
    void restartIsNoExitThatThePolicyJudges() {
        Instance ending =
                online(restarting(policy(false, 0))).restart(now, true, "asked").next();
        assertState(
                State.LAUNCHING, Wanted.UP, ending.exited(now, 3, "exit code 3").next());
    }

    @Test
    void restartOfALifeThatLaunchesInterruptsIt() {
        Transition t = in(State.LAUNCHING, Wanted.UP).restart(now, true, "asked");
        assertState(State.STOPPING, Wanted.UP, t.next());
        assertEquals(List.of(new Interrupt(KEY)), t.actions());
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAINING", "STOPPING"})
    void restartOfALifeThatEndsLetsItComeBack(State state) {
        Transition t = in(state, Wanted.DOWN).restart(now, true, "asked");
        assertState(state, Wanted.UP, t.next());
        assertEquals(List.of(), t.actions());
    }

    @Test
    void restartOfALifeThatWasLateStartsItAtOnce() {
        Instance late = late(launching(SITE)).restart(now, true, "asked").next();
        assertState(State.LAUNCHING, Wanted.UP, late.exited(now, -1, "SIGKILL").next());
    }

    // ---- spawned and spawnFailed

    @Test
    void aWorkerThatRunsIsNotReadyYet() {
        Instance m = launching(SITE);
        assertEquals(Transition.to(m), m.spawned(now));
    }

    @Test
    void aProgramThatCannotSayReadyIsOnlineOnceItRuns() {
        Transition t = launching(JOB).spawned(now);
        assertState(State.ONLINE, Wanted.UP, t.next());
        assertEquals(OptionalLong.empty(), t.next().deadline());
        assertEquals(List.of(new Admit(KEY)), t.actions());
    }

    @ParameterizedTest
    @EnumSource(names = "LAUNCHING", mode = Mode.EXCLUDE)
    void spawnedIsNewsOnlyToALifeThatLaunches(State state) {
        Instance m = in(state, Wanted.UP);
        assertEquals(Transition.to(m), m.spawned(now));
    }

    @Test
    void aProcessThatCannotBeStartedCountsAsAnExitAtOnce() {
        Transition t = launching(JOB).spawnFailed(now, "no such file");
        assertState(State.LAUNCHING, Wanted.UP, t.next());
        assertEquals(1, t.next().unstable());
        assertTrue(t.next().reason().startsWith("no such file"), t.next().reason());
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAINING", "STOPPING"})
    void aProcessThatCouldNotBeStartedNeedsNoStopping(State state) {
        assertTrue(
                in(state, Wanted.GONE).spawnFailed(now, "no such file").next().gone());
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "ONLINE", "WAITING", "ERRORED"})
    void spawnFailedIsNoNewsToALifeThatStartsNothing(State state) {
        Instance m = in(state, Wanted.UP);
        assertEquals(Transition.to(m), m.spawnFailed(now, "no such file"));
    }

    // ---- ready

    @Test
    void aWorkerThatIsReadyIsAdmittedAndNoMoreOnProbation() {
        Transition t = successor(SITE).ready(now);
        assertState(State.ONLINE, Wanted.UP, t.next());
        assertFalse(t.next().probation());
        assertEquals(OptionalLong.empty(), t.next().deadline());
        assertEquals(List.of(new Admit(t.next().key())), t.actions());
    }

    @Test
    void theReasonOfTheLastRestartIsKeptOnceItIsUpAgain() {
        Instance m = crash(online(SITE)).next().ready(now).next();
        assertState(State.ONLINE, Wanted.UP, m);
        assertEquals(Optional.of("exit code 3 after 0 ms"), m.why());
    }

    @Test
    void aWorkerThatSaysReadyAgainIsAdmittedAgain() {
        Instance m = online(SITE);
        assertEquals(Transition.to(m, new Admit(KEY)), m.ready(now));
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "DRAINING", "STOPPING", "WAITING", "ERRORED"})
    void aWorkerThatShallEndIsNotAdmitted(State state) {
        Instance m = in(state, Wanted.UP);
        assertEquals(Transition.to(m), m.ready(now));
    }

    // ---- exited

    @ParameterizedTest
    @EnumSource(names = {"LAUNCHING", "ONLINE"})
    void theFirstCrashIsFollowedByAStartAtOnce(State state) {
        Transition t = in(state, Wanted.UP).exited(now + 200_000_000, 3, "exit code 3");
        assertState(State.LAUNCHING, Wanted.UP, t.next());
        assertEquals(1, t.next().restarts());
        assertEquals(1, t.next().unstable());
        assertEquals(Optional.of("exit code 3 after 200 ms"), t.next().why());
        assertEquals(List.of(new Dismiss(KEY), new Spawn(KEY)), t.actions());
    }

    @Test
    void theNextCrashIsFollowedByAWait() {
        Transition t = crash(crash(launching(SITE)).next());
        assertState(State.WAITING, Wanted.UP, t.next());
        assertDeadline(Duration.ofMillis(100), t.next());
        assertEquals(List.of(new Dismiss(KEY)), t.actions());
    }

    @Test
    void theReasonOfACrashLoopIsThatOfItsLastCrash() {
        Instance m = errored(SITE);
        assertEquals(
                Optional.of("exit code 3 after 0 ms; given up after 4 exits younger than min_uptime 1 s"), m.why());
    }

    @Test
    void tooManyCrashesInARowAreTheEnd() {
        Instance m = errored(SITE);
        assertState(State.ERRORED, Wanted.UP, m);
        assertEquals(OptionalLong.empty(), m.deadline());
    }

    @Test
    void aCrashAfterAStableRunStartsTheRowAnew() {
        Instance m = crash(launching(SITE)).next().ready(now).next();
        now += Specs.MIN_UPTIME.toNanos();
        Transition t = m.exited(now, -1, "SIGSEGV");
        assertEquals(0, t.next().unstable());
        assertState(State.LAUNCHING, Wanted.UP, t.next());
    }

    @Test
    void aStopExitCodeIsAStop() {
        RestartSpec policy = new RestartSpec(
                true, true, Specs.MIN_UPTIME, 4, Duration.ZERO, Duration.ZERO, Set.of(3), Optional.empty());
        Transition t = online(restarting(policy)).exited(now, 3, "exit code 3");
        assertState(State.STOPPED, Wanted.DOWN, t.next());
        assertEquals(List.of(new Dismiss(KEY)), t.actions());
    }

    @Test
    void withoutAutorestartACrashIsAStop() {
        Transition t = online(restarting(policy(false, 4))).exited(now, 1, "exit code 1");
        assertState(State.STOPPED, Wanted.DOWN, t.next());
    }

    @Test
    void aSuccessorThatCrashesIsGivenUpAtOnce() {
        Transition t = successor(SITE).exited(now, 1, "exit code 1");
        assertState(State.ERRORED, Wanted.GONE, t.next());
        assertEquals(List.of(new Dismiss(t.next().key())), t.actions());
    }

    @Test
    void aSuccessorThatWasReadyIsRestartedLikeAnyOther() {
        Instance m = successor(SITE).ready(now).next();
        assertState(State.LAUNCHING, Wanted.UP, m.exited(now, 1, "exit code 1").next());
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAINING", "STOPPING"})
    void aLifeThatWasToldToEndRestsOnceItHas(State state) {
        Transition t = in(state, Wanted.DOWN).exited(now, 0, "exit code 0");
        assertState(State.STOPPED, Wanted.DOWN, t.next());
        assertEquals(OptionalLong.empty(), t.next().deadline());
        assertEquals(List.of(), t.actions());
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "WAITING", "ERRORED"})
    void aLifeWithoutProcessHearsOfNoExit(State state) {
        Instance m = in(state, Wanted.UP);
        assertEquals(Transition.to(m), m.exited(now, 0, "exit code 0"));
    }

    // ---- hung

    @ParameterizedTest
    @EnumSource(names = {"ONLINE", "DRAINING"})
    void aHungWorkerIsDismissedThenAskedForItsStacksThenKilled(State state) {
        Transition t = in(state, Wanted.UP).hung(now, "hung");
        assertState(State.STOPPING, Wanted.UP, t.next());
        assertDeadline(Instance.DUMP_TIME, t.next());
        assertEquals(List.of(new Dismiss(KEY), new ThreadDump(KEY)), t.actions());
        assertEquals(
                List.of(new KillTree(KEY)), t.next().timeout(now + 500_000_000).actions());
    }

    @Test
    void aHungWorkerIsReplaced() {
        Instance m = in(State.ONLINE, Wanted.UP).hung(now, "hung").next();
        Transition t = m.exited(now, -1, "SIGKILL");
        assertState(State.LAUNCHING, Wanted.UP, t.next());
        assertEquals(Optional.of("hung"), t.next().why());
    }

    @Test
    void aHungWorkerThatDrainsIsNotReplaced() {
        Instance m = in(State.DRAINING, Wanted.GONE).hung(now, "hung").next();
        assertTrue(m.exited(now, -1, "SIGKILL").next().gone());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"ONLINE", "DRAINING"},
            mode = Mode.EXCLUDE)
    void onlyAWorkerThatHasBeenReadyCanHang(State state) {
        Instance m = in(state, Wanted.UP);
        assertEquals(Transition.to(m), m.hung(now, "hung"));
    }

    // ---- timeout

    @Test
    void aWorkerThatIsNotReadyInTimeIsAskedForItsStacksThenKilled() {
        now += Specs.LISTEN_TIMEOUT.toNanos();
        Transition t = launching(SITE).timeout(now);
        assertState(State.STOPPING, Wanted.UP, t.next());
        assertEquals(Optional.of("not ready within 3 s"), t.next().why());
        assertDeadline(Instance.DUMP_TIME, t.next());
        assertEquals(List.of(new ThreadDump(KEY)), t.actions());
    }

    @Test
    void aProgramOfNodesClusterThatDoesNotListenIsToldHowToRunWithout() {
        now += Specs.LISTEN_TIMEOUT.toNanos();
        AppSpec spec = JOB.withEntry(new Entry(Entry.Mode.NODE, SiteOptions.NONE));
        assertEquals(
                Optional.of(
                        "not ready within 3 s: it does not listen; `exec_mode: fork` is for programs without a port"),
                launching(spec).timeout(now).next().why());
    }

    @Test
    void aWorkerThatIsNeverReadyBacksOffAndIsGivenUp() {
        Instance m = launching(SITE);
        Duration[] waits = {Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(150)};
        for (Duration wait : waits) {
            m = late(m).exited(now, -1, "SIGKILL").next();
            assertState(State.WAITING, Wanted.UP, m);
            assertDeadline(wait, m);
            m = m.timeout(now).next();
            assertState(State.LAUNCHING, Wanted.UP, m);
        }
        m = late(m).exited(now, -1, "SIGKILL").next();
        assertState(State.ERRORED, Wanted.UP, m);
        assertEquals(4, m.unstable());
        assertEquals(Optional.of("not ready within 3 s; given up after 4 times in a row"), m.why());
    }

    @Test
    void withoutAutorestartAWorkerThatIsNotReadyInTimeIsNotStartedAgain() {
        Instance m = late(launching(restarting(policy(false, 4))));
        assertState(State.ERRORED, Wanted.UP, m.exited(now, -1, "SIGKILL").next());
    }

    @Test
    void aSuccessorThatIsNotReadyInTimeIsGivenUpOnceItHasEnded() {
        Instance m = late(successor(SITE));
        assertState(State.ERRORED, Wanted.GONE, m.exited(now, -1, "SIGKILL").next());
        assertEquals(
                Optional.of("not ready within 3 s"),
                m.exited(now, -1, "SIGKILL").next().why());
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAINING", "STOPPING"})
    void whoDoesNotEndInTimeIsKilledAgainAndAgain(State state) {
        Instance m = in(state, Wanted.DOWN);
        for (int i = 0; i < 3; i++) {
            Transition t = m.timeout(now);
            assertState(State.STOPPING, Wanted.DOWN, t.next());
            assertDeadline(Specs.KILL_TIMEOUT, t.next());
            assertEquals(List.of(new KillTree(KEY)), t.actions());
            m = t.next();
        }
    }

    @Test
    void afterTheWaitTheNextStartIsDue() {
        Instance waiting = in(State.WAITING, Wanted.UP);
        Transition t = waiting.timeout(now);
        assertState(State.LAUNCHING, Wanted.UP, t.next());
        assertEquals(waiting.restarts() + 1, t.next().restarts());
        assertEquals(List.of(new Spawn(KEY)), t.actions());
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPPED", "ONLINE", "ERRORED"})
    void aLifeWithoutDeadlineHasNone(State state) {
        Instance m = in(state, Wanted.UP);
        assertEquals(OptionalLong.empty(), m.deadline());
        assertEquals(Transition.to(m), m.timeout(now));
    }

    // ---- what holds everywhere

    @ParameterizedTest
    @MethodSource("everyCell")
    void aLifeWithAProcessThatShallEndOrComeHasADeadline(State state, Function<Instance, Transition> event) {
        for (Wanted wanted : Wanted.values()) {
            Instance next = event.apply(in(state, wanted)).next();
            boolean waits =
                    switch (next.state()) {
                        case LAUNCHING, DRAINING, STOPPING, WAITING -> true;
                        case STOPPED, ONLINE, ERRORED -> false;
                    };
            assertEquals(waits, next.deadline().isPresent(), () -> state + " → " + next.state());
        }
    }

    @ParameterizedTest
    @MethodSource("everyCell")
    void nobodyIsToldToGoWhileStillInTheBalancer(State state, Function<Instance, Transition> event) {
        List<Action> actions = event.apply(in(state, Wanted.UP)).actions();
        boolean told = actions.stream().anyMatch(a -> a instanceof Drain || a instanceof Interrupt);
        if (state == State.ONLINE && told) {
            assertEquals(new Dismiss(KEY), actions.get(0));
        }
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> everyCell() {
        long at = START + 1;
        List<Function<Instance, Transition>> events = List.of(
                m -> m.start(at),
                m -> m.stop(at, true, "asked"),
                m -> m.retire(at, true, "asked"),
                m -> m.restart(at, true, "asked"),
                m -> m.spawned(at),
                m -> m.spawnFailed(at, "no such file"),
                m -> m.ready(at),
                m -> m.exited(at, 1, "exit code 1"),
                m -> m.hung(at, "hung"),
                m -> m.timeout(at),
                m -> m.reset());
        return Arrays.stream(State.values())
                .flatMap(s -> events.stream().map(e -> org.junit.jupiter.params.provider.Arguments.of(s, e)));
    }

    // ---- values

    @Test
    void aSuccessorHasTheSamePlaceAndCarriesTheCountOn() {
        Instance old = online(SITE);
        Instance m = old.successor(71, Specs.site(1, "2"), 2, true, "reloaded");
        assertEquals(new Key(7, 71), m.key());
        assertEquals(old.slot(), m.slot());
        assertEquals(2, m.generation());
        assertEquals(old.restarts() + 1, m.restarts());
        assertEquals(Specs.site(1, "2"), m.spec());
        assertState(State.STOPPED, Wanted.DOWN, m);
        assertTrue(m.probation());
    }

    @Test
    void aPauseOfTheManagerIsNotHeldAgainstAnybody() {
        Instance m = launching(SITE);
        assertEquals(m.deadline().orElseThrow() + 5, m.credited(5).deadline().orElseThrow());
        assertEquals(online(SITE), online(SITE).credited(5));
    }

    @Test
    void resetSetsTheCountersToZero() {
        Instance m = errored(SITE).reset().next();
        assertEquals(0, m.restarts());
        assertEquals(0, m.unstable());
        assertState(State.ERRORED, Wanted.UP, m);
    }

    @Test
    void anAdoptedLifeKeepsWhatIsKnownOfIt() {
        Instance was = successor(SITE);
        Instance m = was.adopted(State.ONLINE, now, now - 5, OptionalLong.empty());
        assertState(State.ONLINE, Wanted.UP, m);
        assertEquals(now - 5, m.since());
        assertEquals(was.restarts(), m.restarts());
        assertFalse(m.probation());
    }

    @Test
    void aProcessOfALifeThatWasWrittenDownAsStoppedIsWanted() {
        Instance m = in(State.STOPPED, Wanted.DOWN).adopted(State.LAUNCHING, now, now, OptionalLong.of(now + 1));
        assertState(State.LAUNCHING, Wanted.UP, m);
    }

    @Test
    void durationsAreToldInShort() {
        assertEquals("999 ms", Instance.seconds(Duration.ofMillis(999)));
        assertEquals("3 s", Instance.seconds(Duration.ofSeconds(3)));
        assertEquals("1.6 s", Instance.seconds(Duration.ofMillis(1_600)));
    }

    @Test
    void statesHavePm2sWords() {
        assertEquals(
                List.of("stopped", "launching", "online", "stopping", "stopping", "waiting restart", "errored"),
                Arrays.stream(State.values()).map(State::status).toList());
        assertEquals("7.70", KEY.toString());
    }

    // ---- lives

    private Instance fresh(AppSpec spec) {
        return Instance.fresh(KEY, spec, 0, 1);
    }

    private Instance launching(AppSpec spec) {
        return fresh(spec).start(now).next();
    }

    private Instance online(AppSpec spec) {
        return launching(spec).ready(now).next();
    }

    private Instance successor(AppSpec spec) {
        return online(spec).successor(71, spec, 2, true, "reloaded").start(now).next();
    }

    private Transition crash(Instance m) {
        return m.exited(now, 3, "exit code 3");
    }

    private Instance late(Instance launching) {
        return launching.timeout(now).next().timeout(now).next();
    }

    private Instance errored(AppSpec spec) {
        Instance m = launching(spec);
        while (m.state() != State.ERRORED) {
            m = m.state() == State.WAITING ? m.timeout(now).next() : crash(m).next();
        }
        return m;
    }

    private Instance in(State state, Wanted wanted) {
        Instance m =
                switch (state) {
                    case STOPPED -> fresh(SITE);
                    case LAUNCHING -> launching(SITE);
                    case ONLINE -> online(SITE);
                    case DRAINING -> online(SITE).stop(now, true, "").next();
                    case STOPPING -> launching(SITE).stop(now, true, "").next();
                    case WAITING -> crash(crash(launching(SITE)).next()).next();
                    case ERRORED -> errored(SITE);
                };
        Instance made = new Instance(
                m.key(),
                m.spec(),
                m.slot(),
                m.generation(),
                m.state(),
                wanted,
                m.probation(),
                m.deadline(),
                m.since(),
                m.restarts(),
                m.unstable(),
                m.reason(),
                m.trace());
        assertEquals(state, made.state());
        return made;
    }

    private static AppSpec restarting(RestartSpec policy) {
        return Specs.restarting(SITE, policy);
    }

    private static RestartSpec policy(boolean autorestart, int maxRestarts) {
        return new RestartSpec(
                true,
                autorestart,
                Specs.MIN_UPTIME,
                maxRestarts,
                Duration.ZERO,
                Duration.ZERO,
                Set.of(),
                Optional.empty());
    }

    private static void assertState(State state, Wanted wanted, Instance m) {
        assertEquals(state + " " + wanted, m.state() + " " + m.wanted());
    }

    private void assertDeadline(Duration from, Instance m) {
        assertEquals(OptionalLong.of(now + from.toNanos()), m.deadline());
    }
}
