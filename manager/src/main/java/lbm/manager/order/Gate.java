package lbm.manager.order;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import lbm.manager.spec.Dependency;

/**
 * Whether an app may take its turn.
 *
 * @param state whether it may
 * @param why for the operator: {@code waits for db (ready)}; empty when it may
 */
public record Gate(State state, String why) {

    /** Where its turn stands. */
    public enum State {
        OPEN,
        SHUT,
        /** Shut, and nothing under way will open it. */
        HOPELESS
    }

    public static final Gate OPEN = new Gate(State.OPEN, "");

    public static Gate shut(String why) {
        return new Gate(State.SHUT, why);
    }

    public static Gate hopeless(String why) {
        return new Gate(State.HOPELESS, why);
    }

    /**
     * Whether what an app depends on is so far.
     *
     * @param standings of every app that is named
     */
    public static Gate of(List<Dependency> needs, Function<String, Standing> standings) {
        Optional<Gate> shut = Optional.empty();
        for (Dependency need : needs) {
            Standing standing = standings.apply(need.app());
            Standing.Is is = standing.is(need.condition());
            if (is == Standing.Is.NOT) {
                return hopeless(words(need) + ", which " + standing.why());
            }
            if (is == Standing.Is.COMING && shut.isEmpty()) {
                shut = Optional.of(shut(words(need)));
            }
        }
        return shut.orElse(OPEN);
    }

    /** {@code waits for db (ready)}. */
    public static String words(Dependency need) {
        return "waits for " + need.app() + " (" + need.condition().name().toLowerCase(Locale.ROOT) + ")";
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    public boolean isHopeless() {
        return state == State.HOPELESS;
    }

    /** The first of both that is not open; a hopeless one before. */
    public Gate and(Gate other) {
        return isHopeless() || (!isOpen() && !other.isHopeless()) ? this : other;
    }
}
