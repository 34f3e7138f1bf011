package lbm.manager.cluster;

import java.util.List;
import java.util.Optional;
import lbm.manager.instance.Instance;
import lbm.manager.instance.State;
import lbm.manager.order.Standing;
import lbm.manager.order.Standing.Is;

/**
 * How far an app is, for those that depend on it. While an operation runs on it every slot counts; later an app of which
 * one instance serves is ready, so that a sick one does not keep others down.
 */
final class Standings {

    private Standings() {}

    /**
     * Of the lives that are to stay.
     *
     * @param busy whether an operation runs on the app, that may bring it up
     */
    static Standing of(List<Instance> lives, boolean busy, long now) {
        if (lives.isEmpty()) {
            return busy ? Standing.of(Is.COMING, Is.COMING, Is.COMING, "") : Standing.absent();
        }
        boolean anyUp = lives.stream().anyMatch(m -> Watch.up(m, now));
        boolean allUp = lives.stream().allMatch(m -> Watch.up(m, now));
        boolean allRun = lives.stream().noneMatch(Watch::down);
        boolean coming =
                busy || lives.stream().anyMatch(m -> m.state() == State.LAUNCHING || m.state() == State.ONLINE);
        boolean ending = lives.stream().noneMatch(m -> !busy && Watch.down(m));
        return Standing.of(
                is(busy ? allRun : allRun || anyUp, coming),
                is(busy ? allUp : anyUp, coming),
                is(lives.stream().allMatch(Instance::completed), ending),
                why(lives));
    }

    private static Is is(boolean so, boolean coming) {
        return so ? Is.SO : coming ? Is.COMING : Is.NOT;
    }

    private static String why(List<Instance> lives) {
        Optional<Instance> down = lives.stream().filter(Watch::down).findFirst();
        return down.map(m -> "is " + m.state().status()
                        + m.why().map(why -> ": " + why).orElse(""))
                .orElse("is not up");
    }
}
