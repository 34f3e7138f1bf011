package lbm.manager.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import lbm.manager.cluster.World.Fate;
import lbm.manager.instance.Key;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void scaleUpStartsTheMissingSlotsOnly() {
        World world = World.started(Specs.site(2));
        world.ask(ScaleOperation.to(4));
        assertEquals(List.of("0:1:ONLINE", "1:1:ONLINE", "2:1:ONLINE", "3:1:ONLINE"), world.shape());
        assertEquals(List.of("scale done: scaled to 4"), world.told());
        assertEquals(4, world.cluster.spec().instances());
        assertEquals(2, world.fewestOnline);
    }

    @Test
    void scaleDownLetsTheHighestSlotsDrainAndWaitsForThem() {
        World world = World.started(Specs.site(3));
        Key last = world.member(2).key();
        world.stubborn.add(last);
        world.ask(ScaleOperation.by(-2));
        assertEquals(List.of("0:1:ONLINE", "2:1:DRAINING:GONE"), world.shape());
        assertEquals(List.of(), world.told());
        world.end(last);
        assertEquals(List.of("scale done: scaled to 1"), world.told());
        assertEquals(List.of("Dismiss", "Drain"), world.doneFor(last));
    }

    @Test
    void atLeastOneStays() {
        World world = World.started(Specs.site(2));
        world.ask(ScaleOperation.by(-5));
        assertEquals(List.of("0:1:ONLINE"), world.shape());
    }

    @Test
    void twoWhoAskForOneMoreGetTwoMore() {
        World world = World.started(Specs.site(1));
        world.fate(m -> Fate.NEVER_READY);
        world.ask(ScaleOperation.by(1));
        world.ask(ScaleOperation.by(1));
        world.ready(world.member(1));
        world.ready(world.member(2));
        assertEquals(List.of("scale done: scaled to 2", "scale done: scaled to 3"), world.told());
    }

    @Test
    void aScaleThatWaitedForAReloadKeepsTheNewSettings() {
        World world = World.started(Specs.site(1));
        world.fate(m -> Fate.NEVER_READY);
        world.ask(ReplaceOperation.reload(Specs.site(1, "2")));
        world.ask(ScaleOperation.to(2));
        world.ready(world.member(1));
        world.ready(world.member(1));
        assertEquals(List.of("reload done: reloaded", "scale done: scaled to 2"), world.told());
        world.members()
                .forEach(m -> assertEquals(Map.of("RELEASE", "2"), m.spec().env()));
    }

    @Test
    void aScaleUpThatCrashesFails() {
        World world = World.started(Specs.site(1));
        world.fate(m -> Fate.CRASHES);
        world.ask(ScaleOperation.to(2));
        assertEquals(List.of("scale failed: site:1 exit code 1 after 0 ms"), world.told());
    }

    @Test
    void aScaleDownForgetsWhatWasGivenUp() {
        World world = new World(Specs.site(2));
        world.fate(m -> m.slot() == 1 ? Fate.CRASHES : Fate.READY);
        world.ask(StartOperation.all());
        world.pass(java.time.Duration.ofSeconds(5));
        assertEquals(List.of("0:1:ONLINE", "1:1:ERRORED"), world.shape());
        world.ask(ScaleOperation.to(1));
        assertEquals(List.of("0:1:ONLINE"), world.shape());
    }
}
