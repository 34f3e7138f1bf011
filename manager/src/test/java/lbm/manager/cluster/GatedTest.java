package lbm.manager.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import lbm.manager.cluster.World.Fate;
import lbm.manager.instance.Instance;
import lbm.manager.order.Gate;
import lbm.manager.order.Standing;
import lbm.manager.order.Standing.Is;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.RestartSpec;
import lbm.manager.spec.Dependency.Condition;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;

/** Operations that wait for other apps, what those know of an app, and apps that do one thing and end. */
class GatedTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World(Specs.program(2));
    private Gate gate = Gate.shut("waits for db (ready)");

    // ---- waiting

    @Test
    void aStartWaitsForItsGateAndSaysWhy() {
        world.ask(gated(StartOperation.all()));
        world.pass(SECOND);
        assertEquals(List.of("0:1:WAITING", "1:1:WAITING"), world.shape());
        assertTrue(world.members().stream().allMatch(Instance::awaits));
        assertEquals("waits for db (ready)", world.member(0).reason());
        assertEquals(List.of(), world.told());

        gate = Gate.OPEN;
        world.pass(SECOND);
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), world.shape());
        assertEquals(List.of("start done: started"), world.told());
        assertEquals(0, world.member(0).restarts());
    }

    @Test
    void whoWaitsForOneAfterTheOtherSaysForWhomNow() {
        world.ask(gated(StartOperation.all()));
        gate = Gate.shut("waits for cache (ready)");
        world.pass(SECOND);
        assertEquals("waits for cache (ready)", world.member(1).reason());
    }

    @Test
    void anOpenGateIsNotNoticed() {
        gate = Gate.OPEN;
        world.ask(gated(StartOperation.all()));
        world.pass(SECOND);
        assertEquals(List.of("start done: started"), world.told());
    }

    @Test
    void aHopelessGateFailsTheStartAndTheInstancesGoOnWaiting() {
        Gated start = gated(StartOperation.all());
        world.ask(start);
        gate = Gate.hopeless("waits for db (ready), which is errored");
        world.pass(SECOND);
        assertEquals(List.of("start failed: waits for db (ready), which is errored"), world.told());
        assertFalse(start.outcome().orElseThrow().done());
        assertTrue(world.member(0).awaits());
        assertFalse(world.cluster.holds(start));
    }

    @Test
    void whoRunsAlreadyIsNotDisturbed() {
        World up = World.started(Specs.program(2));
        up.ask(new Gated(StartOperation.all(), () -> gate));
        up.pass(SECOND);
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), up.shape());
    }

    @Test
    void aStopEndsTheWait() {
        Gated start = gated(StartOperation.all());
        world.ask(start);
        assertTrue(world.cluster.holds(start));
        world.ask(StopOperation.stop(m -> true));
        assertEquals(List.of("0:1:STOPPED:DOWN", "1:1:STOPPED:DOWN"), world.shape());
        assertEquals(List.of("start failed: superseded by stop", "stop done: stopped"), world.told());
        assertTrue(start.outcome().isEmpty());
    }

    @Test
    void aStopWaitsForItsDependentsAndLetsEverythingRunMeanwhile() {
        World up = World.started(Specs.program(2));
        Gated stop = new Gated(StopOperation.stop(m -> true), () -> gate);
        up.ask(stop);
        up.pass(SECOND);
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE"), up.shape());
        gate = Gate.OPEN;
        up.pass(SECOND);
        assertEquals(List.of("0:1:STOPPED:DOWN", "1:1:STOPPED:DOWN"), up.shape());
    }

    @Test
    void aReloadThatHasNotBegunIsSupersededWithoutATrace() {
        World up = World.started(Specs.program(2));
        up.ask(new Gated(ReplaceOperation.reload(Specs.program(2, "2")), () -> gate));
        up.ask(StopOperation.stop(m -> true));
        assertEquals("1", up.cluster.spec().env().get("RELEASE"));
        assertEquals(List.of("0:1:STOPPED:DOWN", "1:1:STOPPED:DOWN"), up.shape());
    }

    @Test
    void aReloadThatHasBegunIsAbandonedAsEver() {
        World up = World.started(Specs.site(2));
        up.fateOf("2", Fate.NEVER_READY);
        gate = Gate.OPEN;
        up.ask(new Gated(ReplaceOperation.reload(Specs.site(2, "2")), () -> gate));
        up.ask(StopOperation.stop(m -> m.slot() == 1));
        up.pass(SECOND);
        assertEquals("0:1:ONLINE", up.shape().get(0));
    }

    // ---- how far an app is

    @Test
    void anAppThatStartsIsReadyWhenEverySlotIs() {
        World site = new World(Specs.site(2));
        site.fate(m -> m.slot() == 0 ? Fate.READY : Fate.NEVER_READY);
        site.ask(StartOperation.all());
        assertIs(site, Is.SO, Is.COMING, Is.COMING);
        site.ready(site.member(1));
        assertIs(site, Is.SO, Is.SO, Is.COMING);
    }

    @Test
    void anAppThatServesIsReadyAlsoWithASickInstance() {
        World up = World.started(Specs.program(2));
        up.fate(m -> Fate.CRASHES);
        up.crash(up.member(1));
        up.pass(Duration.ofMinutes(2));
        assertEquals("1:1:ERRORED", up.shape().get(1));
        assertEquals(Is.SO, standing(up).is(Condition.READY));
    }

    @Test
    void anAppThatIsDownIsNotComing() {
        world.cluster.place();
        assertIs(world, Is.NOT, Is.NOT, Is.NOT);
        assertEquals("is stopped", standing(world).why());
        assertEquals("is not there", standing(new World(Specs.program(1))).why());
    }

    @Test
    void aCrashedAppSaysWhy() {
        world.fate(m -> Fate.CRASHES);
        world.ask(StartOperation.all());
        world.pass(Duration.ofMinutes(1));
        assertEquals(Is.NOT, standing(world).is(Condition.READY));
        assertTrue(
                standing(world).why().startsWith("is errored: exit code 1"),
                standing(world).why());
    }

    @Test
    void anAppThatWaitsItselfMayStillCome() {
        world.ask(gated(StartOperation.all()));
        assertIs(world, Is.COMING, Is.COMING, Is.COMING);
        gate = Gate.hopeless("waits for db (ready), which is errored");
        world.pass(SECOND);
        assertEquals(
                "is waiting restart: waits for db (ready), which is errored",
                standing(world).why());
    }

    // ---- apps that do one thing

    @Test
    void aJobThatEndsWellHasStarted() {
        World job = new World(oneShot());
        job.ask(StartOperation.all());
        job.end(job.member(0).key());
        assertEquals(List.of("start done: started"), job.told());
        assertTrue(job.member(0).completed());
        assertEquals(Is.SO, standing(job).is(Condition.COMPLETED));
        assertEquals(Is.SO, standing(job).is(Condition.READY));
    }

    @Test
    void aJobThatRunsMayStillComplete() {
        World job = new World(oneShot());
        job.ask(StartOperation.all());
        job.pass(SECOND);
        assertEquals(List.of("start done: started"), job.told());
        assertEquals(Is.COMING, standing(job).is(Condition.COMPLETED));
    }

    @Test
    void aJobThatFailsHasNotStarted() {
        World job = new World(oneShot());
        job.ask(StartOperation.all());
        job.crash(job.member(0));
        assertEquals(List.of("start failed: job:0 exit code 1 after 0 ms"), job.told());
        assertFalse(job.member(0).completed());
        assertEquals(Is.NOT, standing(job).is(Condition.COMPLETED));
        assertEquals("is stopped: exit code 1 after 0 ms", standing(job).why());
    }

    @Test
    void aJobThatIsStoppedHasNotCompleted() {
        World job = World.started(oneShot());
        job.ask(StopOperation.stop(m -> true));
        assertFalse(job.member(0).completed());
    }

    @Test
    void aJobIsRunAgainByEachStartRestartAndReload() {
        World job = new World(oneShot());
        for (Operation again : List.of(
                StartOperation.all(),
                StartOperation.all(),
                new RestartOperation(m -> true),
                ReplaceOperation.reload(m -> true))) {
            job.outcomes.clear();
            job.ask(again);
            assertEquals(1, job.processes.size(), job.shape()::toString);
            job.end(job.processes.iterator().next());
            job.pass(SECOND);
            assertTrue(job.outcomes.get(0).done(), job.told()::toString);
            assertTrue(job.member(0).completed(), job.shape()::toString);
        }
    }

    private Gated gated(Operation operation) {
        return new Gated(operation, () -> gate);
    }

    private static Standing standing(World world) {
        return world.cluster.standing(world.now);
    }

    private static void assertIs(World world, Is started, Is ready, Is completed) {
        assertEquals(
                Standing.of(started, ready, completed, "").conditions(),
                standing(world).conditions());
    }

    private static AppSpec oneShot() {
        RestartSpec usual = Specs.RESTART;
        return Specs.restarting(
                Specs.program(1),
                new RestartSpec(
                        true,
                        false,
                        usual.minUptime(),
                        usual.maxRestarts(),
                        usual.restartDelay(),
                        usual.expBackoff(),
                        usual.stopExitCodes(),
                        usual.maxMemory()));
    }
}
