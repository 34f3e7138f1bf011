package lbm.manager.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

    private static final long SELF = 10;

    private final List<ProcStat> snapshot = new ArrayList<>();
    private final Map<Long, String> marks = new HashMap<>();

    ProcessTreeTest() {
        add(1, 0, 1, 0, "");
        add(SELF, 1, SELF, 5, "");
    }

    @Test
    void takesGroupSessionDescendantsAndMarkedOnes() {
        add(20, SELF, 20, 100, "m");
        add(21, 20, 20, 110, "m");
        add(22, 1, 20, 120, ""); // re-parented, still in the session
        add(23, 22, 23, 130, ""); // setsid, but a descendant
        add(24, 1, 24, 140, "m"); // setsid and re-parented: only the mark is left
        assertEquals(Set.of(20L, 21L, 22L, 23L, 24L), members(Optional.empty()));
    }

    @Test
    void leavesOthersAlone() {
        add(20, SELF, 20, 100, "m");
        add(30, SELF, 30, 100, "n");
        add(31, 1, 31, 50, "m"); // older than the root: a mark that was there before
        assertEquals(Set.of(20L), members(Optional.empty()));
    }

    @Test
    void takesNobodyWhenTheNumberIsAnotherProcessNow() {
        add(20, 1, 20, 500, "x");
        add(21, 20, 20, 510, "x");
        assertEquals(Set.of(), members(Optional.empty()));
    }

    @Test
    void findsWhatIsLeftOfATreeWhoseRootIsGone() {
        add(21, 1, 20, 110, "m");
        add(22, 1, 22, 120, "m");
        add(23, 1, 20, 130, "");
        assertEquals(Set.of(21L, 22L), members(Optional.empty()));
    }

    @Test
    void findsTheLastMarkedOneWhenTheMarkIsKnown() {
        add(22, 1, 22, 120, "m");
        assertEquals(Set.of(), members(Optional.empty()));
        assertEquals(Set.of(22L), members(Optional.of("m")));
    }

    @Test
    void sparesPidOneAndTheManagerWithItsAncestors() {
        marks.put(1L, "m");
        marks.put(SELF, "m");
        add(20, SELF, 20, 100, "m");
        assertEquals(Set.of(20L), members(Optional.of("m")));
    }

    @Test
    void oneLookTellsManyTreesApart() {
        add(20, SELF, 20, 100, "m");
        add(21, 1, 21, 110, "m");
        add(30, SELF, 30, 90, "n");
        add(31, 1, 31, 80, "n"); // older than its root
        add(32, 1, 32, 95, "n");
        ProcessTree look = look();
        assertEquals(Set.of(20L, 21L), pids(look, new ProcessId(20, 100, "boot"), Optional.of("m")));
        assertEquals(Set.of(30L, 32L), pids(look, new ProcessId(30, 90, "boot"), Optional.of("n")));
        assertEquals(Set.of(20L, 21L), pids(look, new ProcessId(20, 100, "boot"), Optional.empty()));
    }

    @Test
    void readsAStatLineWhoseNameIsFullOfBrackets() {
        String line =
                "4242 (a) b (c)) S 1 4242 4240 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 200 18446744073709551615";
        assertEquals(Optional.of(new ProcStat(4242, 'S', 1, 4242, 4240, 987654)), ProcStat.parse(line));
        assertEquals(Optional.empty(), ProcStat.parse(""));
        assertEquals(Optional.empty(), ProcStat.parse("1 (x)"));
        assertEquals(Optional.empty(), ProcStat.parse("1 (x) S 1 2"));
    }

    private void add(long pid, long parent, long session, long start, String mark) {
        snapshot.add(new ProcStat(pid, 'S', parent, session, session, start));
        if (!mark.isEmpty()) {
            marks.put(pid, mark);
        }
    }

    private Set<Long> members(Optional<String> mark) {
        return pids(look(), new ProcessId(20, 100, "boot"), mark);
    }

    private ProcessTree look() {
        return new ProcessTree(snapshot, stat -> Optional.ofNullable(marks.get(stat.pid())), SELF);
    }

    private static Set<Long> pids(ProcessTree look, ProcessId root, Optional<String> mark) {
        return look.members(root, mark).stream().map(ProcStat::pid).collect(Collectors.toSet());
    }
}
