package lbm.manager.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import lbm.manager.instance.Action;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Transition;
import lbm.manager.instance.Wanted;
import lbm.manager.order.Standing;
import lbm.manager.spec.AppSpec;
import org.jspecify.annotations.Nullable;

/**
 * All instances of one app and the operation that runs on them. It only decides: actions and outcomes pile up until the
 * daemon {@linkplain #takeActions takes} them. Used by the daemon's loop alone; time is handed in.
 */
public final class Cluster {

    private final IntSupplier ids;
    private final LongSupplier serials;
    private final Lives members = new Lives();
    private final Deque<Operation> waiting = new ArrayDeque<>();
    private final List<Action> actions = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private AppSpec spec;
    private int generation;
    private @Nullable Operation running;

    /**
     * @param ids the next free {@code pm_id}
     * @param serials never gives a number twice
     */
    public Cluster(AppSpec spec, int generation, IntSupplier ids, LongSupplier serials) {
        this.spec = spec;
        this.generation = generation;
        this.ids = ids;
        this.serials = serials;
    }

    // ---- what others may know

    public AppSpec spec() {
        return spec;
    }

    public int generation() {
        return generation;
    }

    /** Every life, by slot, the oldest of a slot first. */
    public List<Instance> members() {
        return members.list();
    }

    public Optional<Instance> member(Key key) {
        return members.find(key);
    }

    /** The highest id in use, -1 when there is none. */
    public int highestId() {
        return members.highestId();
    }

    /** How many instances are online. */
    public int online() {
        return members.online();
    }

    /** Whether the app's ports shall be open: somebody is, or will be, there to answer. */
    public boolean wantsListener() {
        return !spec.claims().isEmpty()
                && members.list().stream().anyMatch(m -> m.wanted() == Wanted.UP && m.state() != State.ERRORED);
    }

    public Optional<String> busyWith() {
        return Optional.ofNullable(running).map(Operation::verb);
    }

    /** Whether an operation runs here, or waits for its turn. */
    public boolean holds(Operation operation) {
        return operation == running || waiting.contains(operation);
    }

    /** How far the app is, for those that depend on it. */
    public Standing standing(long now) {
        List<Instance> lives =
                members().stream().filter(m -> m.wanted() != Wanted.GONE).toList();
        return Standings.of(lives, running != null, now);
    }

    /** Nothing left and nothing asked: the app can be forgotten. */
    public boolean empty() {
        return members.isEmpty() && running == null && waiting.isEmpty();
    }

    // ---- events

    /** Takes over a life that a former manager had started. */
    public void adopt(Instance instance) {
        members.put(instance);
    }

    /** Fills every slot with a life at rest: an app that is known and not started. */
    public void place() {
        for (int slot = 0; slot < spec.instances(); slot++) {
            if (!slotTaken(slot)) {
                members.put(Instance.fresh(new Key(ids.getAsInt(), serials.getAsLong()), spec, slot, generation));
            }
        }
    }

    /** An operation takes its turn, at once if it supersedes what runs. */
    public void ask(Operation operation, long now) {
        if (operation.supersedes()) {
            if (running != null && !running.supersedes()) {
                running.abandon(this, now);
                superseded(running, operation);
                running = null;
            }
            // One stop does not undo another: those are left to end in their order.
            waiting.stream().filter(w -> !w.supersedes()).forEach(w -> superseded(w, operation));
            waiting.removeIf(w -> !w.supersedes());
        }
        waiting.add(operation);
        settle(now);
    }

    private void superseded(Operation former, Operation by) {
        outcomes.add(new Outcome(former, false, "superseded by " + by.verb(), Optional.empty()));
    }

    /** Runs one event of a life through its table; an unknown life is one that has just gone. */
    public void on(Key key, long now, Function<Instance, Transition> event) {
        apply(key, event);
        settle(now);
    }

    /** The same of several lives at once: what follows is decided when all of them are so far. */
    public void on(Collection<Key> keys, long now, Function<Instance, Transition> event) {
        keys.forEach(key -> apply(key, event));
        settle(now);
    }

    /**
     * Lets deadlines pass.
     *
     * @return whether anything came of it
     */
    public boolean tick(long now) {
        if (running == null && waiting.isEmpty() && members.waiting() == 0 && members.leaving() == 0) {
            return hasActions() || !outcomes.isEmpty();
        }
        List<Instance> before = members();
        for (Instance member : before) {
            if (member.deadline().isPresent() && member.deadline().getAsLong() - now <= 0) {
                apply(member.key(), m -> m.timeout(now));
            }
        }
        settle(now);
        return hasActions() || !outcomes.isEmpty() || !members().equals(before);
    }

    /** The manager itself stood still for so long: no deadline may fall into that time. */
    public void credit(long nanos) {
        members.replaceAll(m -> m.credited(nanos));
    }

    /** The manager has not yet come to do something for these lives: no deadline of theirs may fall into that time. */
    public void credit(Set<Key> waiting, long nanos) {
        for (Key key : waiting) {
            members.find(key).ifPresent(m -> members.put(m.credited(nanos)));
        }
    }

    /** Whether {@link #takeActions} has something to give. */
    public boolean hasActions() {
        return !actions.isEmpty();
    }

    public List<Action> takeActions() {
        List<Action> taken = List.copyOf(actions);
        actions.clear();
        return taken;
    }

    public List<Outcome> takeOutcomes() {
        List<Outcome> taken = List.copyOf(outcomes);
        outcomes.clear();
        return taken;
    }

    private void settle(long now) {
        cull();
        while (true) {
            if (running == null) {
                running = waiting.poll();
                if (running == null) {
                    return;
                }
                running.begin(this, now);
            }
            Optional<Outcome> outcome = running.advance(this, now);
            cull();
            if (outcome.isEmpty()) {
                return;
            }
            outcomes.add(outcome.get());
            running = null;
        }
    }

    /** A successor that has failed is left for its operation to see. */
    private void cull() {
        if (members.leaving() > 0) {
            members.removeIf(m -> m.gone() && (running == null || m.state() != State.ERRORED));
        }
    }

    // ---- what operations do

    void apply(Key key, Function<Instance, Transition> event) {
        members.find(key).ifPresent(life -> {
            Transition transition = event.apply(life);
            members.put(transition.next());
            actions.addAll(transition.actions());
        });
    }

    /** Puts the settings of a new release in force; lives started from now on run it. */
    void adoptSpec(AppSpec newer) {
        spec = newer;
        generation++;
    }

    /** Back to the settings of before a reload that has failed. */
    void revertSpec(AppSpec older, int olderGeneration) {
        spec = older;
        generation = olderGeneration;
    }

    /** The number of instances alone has changed: no new generation. */
    void resize(int count) {
        spec = spec.withInstances(count);
        members.replaceAll(m -> m.withSpec(m.spec().withInstances(count)));
    }

    /** A life at rest takes the settings in force: it may have slept through a reload. */
    void renew(Key key) {
        members.find(key).filter(m -> !m.state().hasProcess()).ifPresent(m -> members.put(m.renewed(spec, generation)));
    }

    /** Starts a slot that nobody holds. */
    Key launchFresh(int slot, long now) {
        Key key = new Key(ids.getAsInt(), serials.getAsLong());
        members.put(Instance.fresh(key, spec, slot, generation));
        apply(key, m -> m.start(now));
        return key;
    }

    /**
     * Starts the life that shall take another's place, beside it.
     *
     * @param probation whether its first failure is final; else it is restarted by the policy
     */
    Key launchSuccessor(Instance old, boolean probation, String why, long now) {
        Instance successor = old.successor(serials.getAsLong(), spec, generation, probation, why);
        members.put(successor);
        apply(successor.key(), m -> m.start(now));
        return successor.key();
    }

    /** Nothing more will be heard of a life that is gone. */
    void forget(Key key) {
        members.find(key).filter(Instance::gone).ifPresent(members::remove);
    }

    boolean slotTaken(int slot) {
        return members.inSlot(slot).stream().anyMatch(m -> m.wanted() != Wanted.GONE);
    }

    /** Whether somebody who is to be forgotten has not ended yet: who starts next shall not meet them. */
    boolean anyLeaving() {
        return members.leaving() > 0
                && members.list().stream()
                        .anyMatch(m -> m.wanted() == Wanted.GONE && m.state().hasProcess());
    }

    /** Whether another life, one that is to stay, has the same slot. */
    boolean sharesSlot(Instance life) {
        return members.inSlot(life.slot()).stream()
                .anyMatch(m -> !m.key().equals(life.key()) && m.wanted() != Wanted.GONE);
    }

    /** Whether somebody else could take the idle connections of this one. */
    public boolean othersOnline(Key but) {
        boolean itself =
                members.find(but).filter(m -> m.state() == State.ONLINE).isPresent();
        return members.online() > (itself ? 1 : 0);
    }
}
