package lbm.manager.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TreesTest {

    @Test
    void aLineIsReadWhateverTheProgramIsCalled() {
        assertEquals(
                Optional.of(new StatLine(4711, 12, 4700, 150 + 25, 987654, 1234)),
                parse("4711 (a) b (c) S 12 4711 4700 0 -1 4194304 500 0 0 0 150 25 0 0 20 0 1 0 987654 8192000 1234"
                        + " 18446744073709551615 1 1 0\n"));
    }

    @Test
    void whatIsNoLineIsNobody() {
        assertEquals(Optional.empty(), parse(""));
        assertEquals(Optional.empty(), parse("4711 (sh) S 12"));
        assertEquals(Optional.empty(), parse("no such thing"));
    }

    private static Optional<StatLine> parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return StatLine.parse(bytes, bytes.length);
    }

    @Test
    void descendantsAndTheSessionBelongToTheRoot() {
        Map<Long, List<StatLine>> trees = Trees.of(
                List.of(
                        stat(1, 0, 1),
                        stat(10, 1, 10),
                        stat(11, 10, 10),
                        stat(12, 11, 12), // a session of its own, by its parent
                        stat(13, 1, 10), // its parent has ended
                        stat(14, 13, 14), // child of that one
                        stat(20, 1, 20),
                        stat(30, 1, 30)),
                Set.of(10L, 20L, 99L));
        assertEquals(Map.of(10L, Set.of(10, 11, 12, 13, 14), 20L, Set.of(20)), pids(trees));
    }

    @Test
    void rootsUnderARootAreTheirOwn() {
        assertEquals(
                Map.of(10L, Set.of(10, 12), 11L, Set.of(11, 13)),
                pids(Trees.of(
                        List.of(stat(10, 1, 10), stat(11, 10, 11), stat(12, 10, 10), stat(13, 11, 11)),
                        Set.of(10L, 11L))));
    }

    @Test
    void aCircleOfParentsEnds() {
        assertEquals(Map.of(), Trees.of(List.of(stat(10, 11, 5), stat(11, 10, 5)), Set.of(99L)));
    }

    /** Of a session whose leader is gone nobody asks any more. */
    @Test
    void aRootThatIsGoneIsLeftOut() {
        assertEquals(Map.of(), Trees.of(List.of(stat(12, 1, 10)), Set.of(10L)));
    }

    @Test
    void aLongPassIsFollowedByALongerRestButNotByMuch() {
        assertEquals(1000, Pace.rest(1000, 1));
        assertEquals(3200, Pace.rest(1000, 8));
        assertEquals(6000, Pace.rest(1000, 900));
    }

    private static StatLine stat(int pid, int parent, int session) {
        return new StatLine(pid, parent, session, 0, 0, 1);
    }

    private static Map<Long, Set<Integer>> pids(Map<Long, List<StatLine>> trees) {
        return trees.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> e.getValue().stream().map(StatLine::pid).collect(Collectors.toCollection(TreeSet::new))));
    }
}
