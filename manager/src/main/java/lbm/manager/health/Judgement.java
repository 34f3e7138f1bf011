package lbm.manager.health;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What follows from the alive checks of all instances of one app.
 *
 * <p>An instance is replaced after {@code retries} failures in a row. Not so when half or more of the app's instances,
 * and at least two, fail at once: then the cause is presumed shared (a database, a full disk), and replacing everybody
 * would add an outage to it. Replacement waits until fewer fail, and gives those that still do their retries anew; after {@link #PATIENCE} it goes on all the same, one
 * instance at a time, for causes that only a restart ends.
 *
 * @param replace ids of instances to end and start anew
 * @param suspect ids of instances that get nothing new while others are well
 * @param failing how many fail now
 * @param total how many are watched
 * @param shared whether the cause is presumed shared
 * @param sharedSince since when; empty: it is not
 * @param calmSince when the last shared cause ended; empty: there was none
 */
public record Judgement(
        Set<Integer> replace,
        Set<Integer> suspect,
        int failing,
        int total,
        boolean shared,
        OptionalLong sharedSince,
        OptionalLong calmSince) {

    /** A shared cause holds replacement up for so long. */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int FEWEST_SHARED = 2;

    /** Before anything was asked. */
    public static final Judgement NONE =
            new Judgement(Set.of(), Set.of(), 0, 0, false, OptionalLong.empty(), OptionalLong.empty());

    public Judgement {
        replace = Set.copyOf(replace);
        suspect = Set.copyOf(suspect);
    }

    /**
     * Judges the instances of one app.
     *
     * @param before the judgement before this one
     */
    public static Judgement of(List<Ward> wards, Judgement before, long now) {
        int failing = (int) wards.stream().filter(Ward::fails).count();
        boolean shared = failing >= FEWEST_SHARED && 2 * failing >= wards.size();
        OptionalLong since = !shared
                ? OptionalLong.empty()
                : before.sharedSince().isPresent() ? before.sharedSince() : OptionalLong.of(now);
        OptionalLong calm = before.shared() && !shared ? OptionalLong.of(now) : before.calmSince();
        Set<Integer> replace = new TreeSet<>();
        if (!shared) {
            wards.stream()
                    .filter(w -> w.lost() && w.stillFails(calm) && othersHeard(w, wards, now))
                    .forEach(w -> replace.add(w.id()));
        } else if (patienceIsOver(since, now) && wards.stream().noneMatch(Ward::replaced)) {
            wards.stream().filter(Ward::lost).findFirst().ifPresent(w -> replace.add(w.id()));
        }
        Set<Integer> suspect = new TreeSet<>();
        if (wards.stream().anyMatch(Ward::well)) {
            wards.stream().filter(w -> !w.replaced() && w.vigil().failing()).forEach(w -> suspect.add(w.id()));
        }
        return new Judgement(replace, suspect, failing, wards.size(), shared, since, calm);
    }

    /** They may fail of the same cause and not have been asked since it began. */
    private static boolean othersHeard(Ward lost, List<Ward> wards, long now) {
        return wards.stream()
                .filter(w -> w.id() != lost.id())
                .allMatch(w -> w.heardSince(lost.vigil().failingSince(), now));
    }

    private static boolean patienceIsOver(OptionalLong since, long now) {
        return since.isPresent() && now - since.getAsLong() >= PATIENCE.toNanos();
    }

    /** For the operator, as long as it is so: {@code 3 of 4 fail their alive check: shared cause presumed, …}. */
    public String note(long now) {
        String fail = failing + " of " + total + " fail their alive check: shared cause presumed, ";
        return fail
                + (patienceIsOver(sharedSince, now)
                        ? "replaced one by one since it lasts longer than " + Words.duration(PATIENCE)
                        : "nothing is replaced");
    }
}
