package lbm.manager.process;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Decides who belongs to the tree of a process that was started in a session of its own. */
public final class ProcessTree {

    private ProcessTree() {}

    /**
     * The root, its session and group, whoever carries its mark, and all their descendants. Never pid 1, never
     * {@code self} nor one of its ancestors.
     *
     * @param mark value of {@link Command#MARK} the root was started with; empty: taken from its living kin
     * @param snapshot all processes at one moment
     * @param markOf the mark ({@link Command#MARK}) in a process's environment; empty: none, or not readable
     * @return the root first when it lives
     */
    public static List<ProcStat> members(
            ProcessId root,
            Optional<String> mark,
            Collection<ProcStat> snapshot,
            Function<ProcStat, Optional<String>> markOf,
            long self) {
        Map<Long, ProcStat> byPid = new HashMap<>();
        Map<Long, Set<ProcStat>> children = new HashMap<>();
        for (ProcStat stat : snapshot) {
            byPid.put(stat.pid(), stat);
            children.computeIfAbsent(stat.parent(), parent -> new LinkedHashSet<>())
                    .add(stat);
        }
        Set<ProcStat> members = new LinkedHashSet<>();
        ProcStat leader = byPid.get(root.pid());
        boolean alive = leader != null && leader.startTicks() == root.startTicks();
        if (alive) {
            members.add(leader);
        }
        Set<String> marks = new HashSet<>();
        mark.ifPresent(marks::add);
        if (leader == null || alive) {
            // A pid is not given out again while a session or group bears its number, so with the root gone and its
            // number free these are its own; a mark is asked for all the same, since a wrapped counter may fool us.
            for (ProcStat stat : snapshot) {
                boolean kin = stat.session() == root.pid() || stat.group() == root.pid();
                if (kin && stat.startTicks() >= root.startTicks()) {
                    Optional<String> own = markOf.apply(stat);
                    own.ifPresent(marks::add);
                    if (alive || own.isPresent()) {
                        members.add(stat);
                    }
                }
            }
        }
        if (!marks.isEmpty()) {
            for (ProcStat stat : snapshot) {
                if (stat.startTicks() >= root.startTicks()
                        && markOf.apply(stat).filter(marks::contains).isPresent()) {
                    members.add(stat);
                }
            }
        }
        addDescendants(members, children);
        Set<Long> spared = lineOf(self, byPid);
        members.removeIf(stat -> spared.contains(stat.pid()));
        return List.copyOf(members);
    }

    private static void addDescendants(Set<ProcStat> members, Map<Long, Set<ProcStat>> children) {
        Deque<ProcStat> open = new ArrayDeque<>(members);
        while (!open.isEmpty()) {
            for (ProcStat child : children.getOrDefault(open.pop().pid(), Set.of())) {
                if (members.add(child)) {
                    open.push(child);
                }
            }
        }
    }

    private static Set<Long> lineOf(long self, Map<Long, ProcStat> byPid) {
        Set<Long> line = new HashSet<>(Set.of(0L, 1L, self));
        ProcStat stat = byPid.get(self);
        while (stat != null && line.add(stat.parent())) {
            stat = byPid.get(stat.parent());
        }
        return line;
    }
}
