package lbm.manager.process.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import lbm.manager.process.Command;
import lbm.manager.process.ProcStat;
import lbm.manager.process.ProcessId;
import lbm.manager.process.ProcessTree;
import lbm.manager.process.Signal;

/** Who runs on this machine, and signals to them. Nothing here trusts a pid alone. */
public final class Processes {

    private static final String BOOT_ID = readBootId();
    private static final ProcessId SELF = identify(ProcessHandle.current().pid())
            .orElseThrow(() -> new IllegalStateException("cannot read /proc/self/stat: is /proc mounted?"));

    /** A tree that forks faster than it is killed is given up after so many looks; the next stop step comes again. */
    private static final int KILL_PASSES = 10;

    /** No tree is so deep. */
    private static final int LONGEST_LINE = 64;

    private Processes() {}

    private static String readBootId() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            // A sandbox may hide it: then start times alone must do.
            return "";
        }
    }

    public static String bootId() {
        return BOOT_ID;
    }

    /**
     * How long the machine has been up: the one clock that a manager shares with the next, which nobody sets.
     *
     * @throws UncheckedIOException {@code /proc} is not mounted
     */
    public static long uptimeMillis() {
        try {
            String uptime = Files.readString(Path.of("/proc/uptime"), StandardCharsets.ISO_8859_1);
            return (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ProcessId self() {
        return SELF;
    }

    /** Who bears this pid now, an ended process that waits to be reaped included. */
    public static Optional<ProcessId> identify(long pid) {
        return ProcFs.stat(pid).map(Processes::idOf);
    }

    private static ProcessId idOf(ProcStat stat) {
        return new ProcessId(stat.pid(), stat.startTicks(), BOOT_ID);
    }

    /** Whether it runs: no zombie, and no other process that was given its number. */
    public static boolean alive(ProcessId id) {
        return ProcFs.stat(id.pid())
                .filter(stat -> !stat.ended() && idOf(stat).equals(id))
                .isPresent();
    }

    /**
     * Sends a signal to one process.
     *
     * @return false: it is gone
     * @throws IOException it is not ours to signal
     */
    public static boolean signal(ProcessId id, Signal signal) throws IOException {
        return Pidfd.send(id, signal);
    }

    /** {@link #killTrees} of one whose mark is not known. */
    public static int killTree(ProcessId root, Signal signal) throws IOException {
        return killTree(root, Optional.empty(), signal);
    }

    /**
     * A process and all that it started.
     *
     * @param mark value of {@link Command#MARK} the root was started with, for when the root itself is gone
     */
    public record Tree(ProcessId root, Optional<String> mark) {}

    /** {@link #killTrees} of one. */
    public static int killTree(ProcessId root, Optional<String> mark, Signal signal) throws IOException {
        return killTrees(List.of(new Tree(root, mark)), signal);
    }

    /**
     * Sends a signal to everything that some processes started, themselves included: their groups, their sessions, their
     * descendants and those who carry their marks, wherever they were adopted. SIGKILL is repeated until a look finds
     * nobody new. One look at the machine's processes serves all the trees, since that look is what it costs.
     *
     * @return how many were signalled; 0: all are gone
     * @throws IOException one of them is not ours to signal; the others were
     */
    public static int killTrees(Collection<Tree> trees, Signal signal) throws IOException {
        Set<ProcessId> signalled = new HashSet<>();
        IOException refused = null;
        for (int pass = 0; pass < (signal.equals(Signal.KILL) ? KILL_PASSES : 1); pass++) {
            boolean found = false;
            ProcessTree look = look();
            for (Tree tree : trees) {
                for (ProcStat member : members(look, tree.root(), tree.mark())) {
                    if (!member.ended() && signalled.add(idOf(member))) {
                        found = true;
                        try {
                            Pidfd.send(idOf(member), signal);
                        } catch (IOException e) {
                            refused = e;
                        }
                    }
                }
            }
            if (!found) {
                break;
            }
        }
        if (refused != null) {
            throw refused;
        }
        return signalled.size();
    }

    /** The living members of a process's tree, as {@link #killTree} would reach them. */
    public static List<ProcessId> treeOf(ProcessId root, Optional<String> mark) throws IOException {
        List<ProcessId> members = new ArrayList<>();
        for (ProcStat member : members(look(), root, mark)) {
            if (!member.ended()) {
                members.add(idOf(member));
            }
        }
        return members;
    }

    private static ProcessTree look() throws IOException {
        Map<Long, Optional<String>> marks = new HashMap<>();
        return new ProcessTree(
                ProcFs.snapshot(),
                stat -> marks.computeIfAbsent(stat.pid(), pid -> ProcFs.variable(pid, Command.MARK)),
                SELF.pid());
    }

    private static List<ProcStat> members(ProcessTree look, ProcessId root, Optional<String> mark) {
        return root.bootId().equals(BOOT_ID) ? look.members(root, mark) : List.of();
    }

    /** A process, the leader of its session and its ancestors, nearest first; what is gone already is not there. */
    public static List<Long> lineage(long pid) {
        List<Long> line = new ArrayList<>(List.of(pid));
        Optional<ProcStat> stat = ProcFs.stat(pid);
        stat.ifPresent(found -> line.add(found.session()));
        for (int i = 0; i < LONGEST_LINE && stat.isPresent() && stat.get().parent() > 1; i++) {
            line.add(stat.get().parent());
            stat = ProcFs.stat(stat.get().parent());
        }
        return line;
    }

    /** The number of the user a process runs as; empty: it is gone. */
    public static OptionalInt owner(long pid) {
        try {
            Object uid = Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid");
            return OptionalInt.of((Integer) uid);
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /** A variable of the environment a process was started with; empty: it has none, is gone, or is another user's. */
    public static Optional<String> variableOf(long pid, String name) {
        return ProcFs.variable(pid, name);
    }

    /** The environment a process was started with; empty: it is gone, or another user's. */
    public static Optional<Map<String, String>> environmentOf(long pid) {
        return ProcFs.environment(pid);
    }

    /** All living processes that were started with a variable at this value; other users' are seen by root only. */
    public static List<ProcessId> findByEnvironment(String name, String value) throws IOException {
        List<ProcessId> found = new ArrayList<>();
        for (ProcStat stat : ProcFs.snapshot()) {
            if (!stat.ended()
                    && ProcFs.variable(stat.pid(), name).filter(value::equals).isPresent()) {
                found.add(idOf(stat));
            }
        }
        return found;
    }

    /**
     * Leaders of sessions (setsid(2)) in whose environment a variable starts with a prefix, with its value: what was
     * spawned, without what that started in turn.
     */
    public static Map<ProcessId, String> sessionLeaders(String name, String prefix) throws IOException {
        Map<ProcessId, String> found = new HashMap<>();
        for (ProcStat stat : ProcFs.snapshot()) {
            if (!stat.ended() && stat.session() == stat.pid()) {
                ProcFs.variable(stat.pid(), name)
                        .filter(value -> value.startsWith(prefix))
                        .ifPresent(value -> found.put(idOf(stat), value));
            }
        }
        return found;
    }
}
