package lbm.manager.daemon;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import lbm.manager.cluster.Cluster;
import lbm.manager.cluster.Outcome;
import lbm.manager.instance.Instance;
import lbm.manager.instance.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients that wait for operations: each is told how they get on and, once, how they ended. */
final class Tickets {

    private static final Logger LOG = LoggerFactory.getLogger(Tickets.class);

    /** Of an app with more instances than this their number is told, not each: nobody reads a thousand lines. */
    private static final int EACH = 20;

    /** Last lines of a program that failed. */
    private static final int LAST_LINES = 10;

    private final Manager manager;
    private final List<Ticket> open = new ArrayList<>();
    private boolean finishing;

    Tickets(Manager manager) {
        this.manager = manager;
    }

    void add(Ticket ticket) {
        if (!open.contains(ticket)) {
            open.add(ticket);
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    boolean contains(Ticket ticket) {
        return open.contains(ticket);
    }

    List<Ticket> all() {
        return List.copyOf(open);
    }

    /**
     * Tells what has come of operations, and how the others get on.
     *
     * @return whether any has ended
     */
    boolean settle() {
        boolean any = false;
        for (Map.Entry<String, Cluster> entry : manager.clusters.entrySet()) {
            for (Outcome outcome : entry.getValue().takeOutcomes()) {
                any = true;
                ended(entry.getKey(), outcome);
            }
        }
        for (Ticket ticket : open) {
            manager.clusters.forEach((name, cluster) -> {
                if (ticket.concerns(name)) {
                    progress(ticket, name, cluster.members());
                }
            });
        }
        return any;
    }

    private void ended(String app, Outcome outcome) {
        if (outcome.done()) {
            manager.notes.remove(app);
        }
        LOG.info("{}: {}: {}", app, outcome.operation().verb(), outcome.message());
        List<String> last = outcome.culprit()
                .map(key -> manager.outputs().lastLines(key.id(), LAST_LINES))
                .orElse(List.of());
        open.stream().filter(t -> t.holds(outcome.operation())).forEach(t -> t.ended(app, outcome, last));
    }

    private void progress(Ticket ticket, String app, List<Instance> lives) {
        if (lives.size() > EACH) {
            ticket.progress(app, count(lives), manager.now());
        } else {
            lives.forEach(m -> progress(ticket, app, m));
        }
    }

    private void progress(Ticket ticket, String app, Instance m) {
        boolean settled = m.state() == State.ONLINE || (!m.state().hasProcess() && !m.awaits());
        ticket.progress(m.key(), app + ":" + m.slot(), manager.phase(m), settled);
    }

    /** {@code 120 online, 30 launching, 50 stopping}. */
    private static String count(List<Instance> lives) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        lives.forEach(m -> counts.merge(m.state(), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(state -> state != State.ONLINE)))
                .map(each -> each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** Not at once: a request that has asked for one app may be about to ask for the next. */
    void finishSoon() {
        if (!finishing && !open.isEmpty()) {
            finishing = true;
            manager.loop.execute(() -> {
                finishing = false;
                finish();
            });
        }
    }

    private void finish() {
        for (Ticket ticket : List.copyOf(open)) {
            if (ticket.complete()) {
                open.remove(ticket);
                manager.publishStatus();
                ticket.finish();
            }
        }
    }
}
