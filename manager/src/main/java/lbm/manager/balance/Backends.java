package lbm.manager.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import lbm.manager.instance.Key;
import lbm.manager.spec.AppSpec.BalanceStrategy;

/** Decides which worker of a listener gets the next connection. Used by the daemon's loop alone. */
public final class Backends {

    /**
     * A worker that has so many connections on their way to it gets no more: the rest waits in the accept queue, where
     * another worker can have it.
     */
    static final int MOST_UNACKNOWLEDGED = 128;

    private final List<Backend> all = new ArrayList<>();
    private BalanceStrategy strategy;
    private int turn;

    public Backends(BalanceStrategy strategy) {
        this.strategy = strategy;
    }

    public void strategy(BalanceStrategy newer) {
        strategy = newer;
    }

    /** Known from now on, given nothing until admitted. */
    public void add(Key key) {
        if (find(key).isEmpty()) {
            all.add(new Backend(key));
        }
    }

    public void remove(Key key) {
        all.removeIf(b -> b.key().equals(key));
    }

    public void admit(Key key, boolean yes) {
        with(key, b -> b.admit(yes));
    }

    /** Its heartbeat is late: nothing more until it is heard again. */
    public void suspect(Key key, boolean yes) {
        with(key, b -> b.suspect(yes));
    }

    /** The one that was chosen has got a connection: only now is it the turn of the one behind it. */
    public void handed(Key key) {
        for (int at = 0; at < all.size(); at++) {
            if (all.get(at).key().equals(key)) {
                all.get(at).handed();
                turn = at + 1;
            }
        }
    }

    public void acknowledged(Key key, int count) {
        with(key, b -> b.acknowledged(count));
    }

    public void reported(Key key, int connections) {
        with(key, b -> b.reported(connections));
    }

    /** {@link #next(Predicate)} where all are within reach. */
    public Optional<Key> next() {
        return next(key -> true);
    }

    /**
     * Who takes the next connection; empty: nobody can, leave it in the accept queue. Asking moves nothing: an accept
     * that finds the queue empty costs nobody a turn.
     *
     * @param reachable whether a connection can get to it now
     */
    public Optional<Key> next(Predicate<Key> reachable) {
        Backend chosen = null;
        int start = turn;
        for (int i = 0; i < all.size(); i++) {
            int at = (start + i) % all.size();
            Backend candidate = all.get(at);
            if (!candidate.able() || !reachable.test(candidate.key())) {
                continue;
            }
            if (strategy != BalanceStrategy.LEAST_CONNECTIONS) {
                return Optional.of(candidate.key());
            }
            // Ties go round, else the first worker would get every connection of a quiet site.
            if (chosen == null || candidate.load() < chosen.load()) {
                chosen = candidate;
            }
        }
        return Optional.ofNullable(chosen).map(Backend::key);
    }

    /** Whether a call of {@link #next} would find somebody. */
    public boolean able() {
        return able(key -> true);
    }

    /** The same for {@link #next(Predicate)}. */
    public boolean able(Predicate<Key> reachable) {
        return all.stream().anyMatch(b -> b.able() && reachable.test(b.key()));
    }

    private void with(Key key, Consumer<Backend> change) {
        find(key).ifPresent(change);
    }

    private Optional<Backend> find(Key key) {
        for (Backend backend : all) {
            if (backend.key().equals(key)) {
                return Optional.of(backend);
            }
        }
        return Optional.empty();
    }
}
