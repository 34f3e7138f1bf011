package lbm.manager.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
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

/**
 * Decides who belongs to the trees of processes that were started in sessions of their own. One look at the machine
 * answers for any number of them.
 */
public final class ProcessTree {

    private final Collection<ProcStat> snapshot;
    private final Function<ProcStat, Optional<String>> markOf;
    private final Map<Long, ProcStat> byPid = new HashMap<>();
    private final Map<Long, List<ProcStat>> children = new HashMap<>();
    /** Members of a session or a group, by its number. */
    private final Map<Long, Set<ProcStat>> kin = new HashMap<>();

    private final Map<String, List<ProcStat>> byMark = new HashMap<>();
    private final Set<Long> spared;
    /** Those started from then on are in {@link #byMark}: reading an environment costs more than all the rest. */
    private long marksSince = Long.MAX_VALUE;

    /**
     * Who runs at one moment.
     *
     * @param snapshot all processes
     * @param markOf the mark ({@link Command#MARK}) in a process's environment; empty: none, or not readable
     * @param self never a member of any tree, nor is one of its ancestors or pid 1
     */
    public ProcessTree(Collection<ProcStat> snapshot, Function<ProcStat, Optional<String>> markOf, long self) {
        this.snapshot = snapshot;
        this.markOf = markOf;
        for (ProcStat stat : snapshot) {
            byPid.put(stat.pid(), stat);
            children.computeIfAbsent(stat.parent(), parent -> new ArrayList<>()).add(stat);
            kin.computeIfAbsent(stat.session(), session -> new LinkedHashSet<>())
                    .add(stat);
            kin.computeIfAbsent(stat.group(), group -> new LinkedHashSet<>()).add(stat);
        }
        this.spared = lineOf(self, byPid);
    }

    /**
     * The root, its session and group, whoever carries its mark, and all their descendants.
     *
     * @param mark value of {@link Command#MARK} the root was started with; empty: taken from its living kin
     * @return the root first when it lives
     */
    public List<ProcStat> members(ProcessId root, Optional<String> mark) {
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
            for (ProcStat stat : kin.getOrDefault(root.pid(), Set.of())) {
                if (stat.startTicks() >= root.startTicks()) {
                    Optional<String> own = markOf.apply(stat);
                    own.ifPresent(marks::add);
                    if (alive || own.isPresent()) {
                        members.add(stat);
                    }
                }
            }
        }
        if (!marks.isEmpty()) {
            readMarks(root.startTicks());
            for (String each : marks) {
                byMark.getOrDefault(each, List.of()).stream()
                        .filter(stat -> stat.startTicks() >= root.startTicks())
                        .forEach(members::add);
            }
        }
        addDescendants(members);
        members.removeIf(stat -> spared.contains(stat.pid()));
        return List.copyOf(members);
    }

    private void readMarks(long since) {
        if (since >= marksSince) {
            return;
        }
        for (ProcStat stat : snapshot) {
            if (stat.startTicks() >= since && stat.startTicks() < marksSince) {
                markOf.apply(stat)
                        .ifPresent(mark -> byMark.computeIfAbsent(mark, m -> new ArrayList<>())
                                .add(stat));
            }
        }
        marksSince = since;
    }

    private void addDescendants(Set<ProcStat> members) {
        Deque<ProcStat> open = new ArrayDeque<>(members);
        while (!open.isEmpty()) {
            for (ProcStat child : children.getOrDefault(open.pop().pid(), List.of())) {
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
