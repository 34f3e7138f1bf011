package lbm.manager.trigger;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Changes of an app's files until they are acted on: once no more has come for a while, and not while something else is
 * done with the app. Times are nanoseconds of one monotonic clock.
 */
public final class Changes {

    /** More names than that are no help to anybody. */
    private static final int MOST = 100;

    private final long delay;
    private final Set<String> names = new LinkedHashSet<>();
    private long last;

    /** @param delay no change for so long comes before they are acted on */
    public Changes(long delay) {
        this.delay = delay;
    }

    /** A file was written, made or deleted. */
    public void changed(String name, long now) {
        last = now;
        if (names.size() < MOST) {
            names.add(name);
        }
    }

    /**
     * What is to be acted on now; it is forgotten with that.
     *
     * @param busy whether something is done with the app: then it waits
     * @return for the operator: {@code changed: src/app.js and 2 more}
     */
    public Optional<String> due(boolean busy, long now) {
        if (names.isEmpty() || busy || now - last < delay) {
            return Optional.empty();
        }
        int more = names.size() - 1;
        String why = "changed: " + names.iterator().next() + (more > 0 ? " and " + more + " more" : "");
        names.clear();
        return Optional.of(why);
    }

    /** The app is down: what has changed meanwhile it sees when it is started. */
    public void forget() {
        names.clear();
    }
}
