package lbm.manager.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Brings lines of several sources into one order. */
public final class Merge {

    private Merge() {}

    private record Placed(Instant place, LogLine line) {}

    /** By time; the order within a source stays, also where its clock went back or its lines bear no time. */
    public static List<LogLine> byTime(List<List<LogLine>> sources) {
        List<Placed> all = new ArrayList<>();
        for (List<LogLine> source : sources) {
            Instant place = Instant.MIN;
            for (LogLine line : source) {
                place = line.time().isAfter(place) ? line.time() : place;
                all.add(new Placed(place, line));
            }
        }
        all.sort(Comparator.comparing(Placed::place)); // stable
        return all.stream().map(Placed::line).toList();
    }
}
