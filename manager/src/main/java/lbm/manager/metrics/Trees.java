package lbm.manager.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells which process belongs to which instance. */
public final class Trees {

    private static final int NOBODY = 0;

    private Trees() {}

    /**
     * The processes of each root: itself, its descendants, and those of its session whose parents have ended.
     *
     * @param all every process at one moment
     * @return by the root's pid; a root that is not among them is left out
     */
    public static Map<Long, List<StatLine>> of(Collection<StatLine> all, Set<Long> roots) {
        Map<Integer, StatLine> byPid = new HashMap<>(all.size() * 2);
        all.forEach(stat -> byPid.put(stat.pid(), stat));
        Map<Integer, Integer> owners = new HashMap<>(all.size() * 2);
        Map<Long, List<StatLine>> trees = new HashMap<>();
        List<Integer> line = new ArrayList<>();
        for (StatLine stat : all) {
            int owner = owner(stat, byPid, roots, owners, line);
            if (owner != NOBODY) {
                trees.computeIfAbsent((long) owner, root -> new ArrayList<>(2)).add(stat);
            }
        }
        trees.keySet().removeIf(root -> !byPid.containsKey(root.intValue()));
        return trees;
    }

    private static int owner(
            StatLine stat,
            Map<Integer, StatLine> byPid,
            Set<Long> roots,
            Map<Integer, Integer> owners,
            List<Integer> line) {
        line.clear();
        StatLine at = stat;
        int owner = NOBODY;
        while (at != null) {
            Integer known = owners.get(at.pid());
            if (known != null) {
                owner = known;
                break;
            }
            line.add(at.pid());
            // Marked on the way: a parent that was given out anew between two reads must not lead in a circle.
            owners.put(at.pid(), NOBODY);
            if (roots.contains((long) at.pid())) {
                owner = at.pid();
                break;
            }
            if (roots.contains((long) at.session())) {
                owner = at.session();
                break;
            }
            at = byPid.get(at.parent());
        }
        for (int pid : line) {
            owners.put(pid, owner);
        }
        return owner;
    }
}
