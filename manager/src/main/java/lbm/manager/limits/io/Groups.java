package lbm.manager.limits.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import lbm.manager.limits.Group;
import lbm.manager.spec.Limits;

/**
 * The control group that is lbm's own, with one group below for each process tree that has limits, and a leaf for the
 * manager.
 */
public final class Groups {

    /** Names the group that was delegated, where it is not the manager's own. */
    public static final String VARIABLE = "LBM_CGROUP";

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private final Path base;

    private Groups(Path base) {
        this.base = base;
    }

    /**
     * Takes the manager's group in hand: hands its controllers on, for which the manager moves to a leaf of it.
     *
     * @param environment of the manager
     * @throws IOException why there is none: one line
     */
    public static Groups open(Map<String, String> environment) throws IOException {
        String named = environment.getOrDefault(VARIABLE, "");
        Path base = named.isEmpty() ? own(environment.containsKey("LBM_UNIT")) : Path.of(named);
        Groups groups = new Groups(base);
        groups.handOn();
        return groups;
    }

    private static Path own(boolean unit) throws IOException {
        String path = Group.path(read(Path.of("/proc/self/cgroup"))).orElse("");
        if (path.isEmpty() || !Files.exists(MOUNT.resolve("cgroup.controllers"))) {
            throw new IOException("this system has no control groups of version 2");
        }
        Path own = MOUNT.resolve(path.substring(1));
        if (own.endsWith(Group.MANAGER)) {
            return own.resolveSibling("");
        }
        if (unit) {
            // With controllers handed on from here systemd could start no next manager in this group.
            throw new IOException("the unit gives no group of its own: that takes systemd 254 or newer, and then"
                    + " `lbm startup` again");
        }
        return own;
    }

    private void handOn() throws IOException {
        String offered;
        try {
            offered = read(base.resolve("cgroup.controllers"));
        } catch (NoSuchFileException e) {
            throw new IOException("no control group: " + base, e);
        }
        if (!Group.names(offered, "memory") || !Group.names(offered, "cpu")) {
            throw new IOException("the control group " + base + " was not given the controllers memory and cpu");
        }
        Path control = base.resolve("cgroup.subtree_control");
        String handed = Files.exists(control) ? read(control) : "";
        if (Group.names(handed, "memory") && Group.names(handed, "cpu")) {
            return;
        }
        try {
            write(control, "+memory +cpu");
        } catch (IOException busy) {
            moveAway();
            try {
                write(control, "+memory +cpu");
            } catch (IOException e) {
                moveBack();
                throw new IOException("the control group " + base + " is not lbm's alone: " + e.getMessage(), e);
            }
        }
    }

    private void moveAway() throws IOException {
        try {
            Path leaf = base.resolve(Group.MANAGER);
            Files.createDirectories(leaf);
            write(
                    leaf.resolve("cgroup.procs"),
                    Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new IOException("the control group " + base + " is not lbm's to write", e);
        }
    }

    private void moveBack() {
        try {
            write(
                    base.resolve("cgroup.procs"),
                    Long.toString(ProcessHandle.current().pid()));
            Files.deleteIfExists(base.resolve(Group.MANAGER));
        } catch (IOException e) {
            return; // The leaf does as well.
        }
    }

    /**
     * Makes a group with these limits, in which nobody is and nothing was counted yet. Of one that somebody is left in it
     * does not take the name: a number is added.
     *
     * @return its folder; a process enters by writing its id to {@code cgroup.procs} in it
     */
    public Path create(String name, Limits limits) throws IOException {
        Path group = base.resolve(name);
        for (int next = 2; !remove(group); next++) {
            group = base.resolve(name + "-" + next);
        }
        Files.createDirectories(group);
        if (limits.memoryMax().isPresent()) {
            write(group.resolve("memory.max"), Long.toString(limits.memoryMax().get()));
        }
        if (limits.cpuMax().isPresent()) {
            write(group.resolve("cpu.max"), Group.cpuMax(limits.cpuMax().getAsDouble()));
        }
        return group;
    }

    /** How many processes of a group the kernel has killed for want of memory. */
    public static long killed(Path group) {
        try {
            return Group.killed(read(group.resolve("memory.events")));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Kills whoever is left in a group: also who has left the session and wiped his environment. */
    public static void kill(Path group) {
        try {
            if (Files.exists(group.resolve("cgroup.kill"))) {
                write(group.resolve("cgroup.kill"), "1");
            }
        } catch (IOException e) {
            return; // Linux before 5.14, or nobody is left.
        }
    }

    /** Removes a group. @return false: somebody is left in it */
    public static boolean remove(Path group) {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    /** Where the groups lie. */
    public Path base() {
        return base;
    }

    /** The group a process is in, when it is one that was made by this name. */
    public static Optional<Path> of(long pid, String name) {
        try {
            return Group.path(read(Path.of("/proc", Long.toString(pid), "cgroup")))
                    .map(path -> MOUNT.resolve(path.substring(1)))
                    .filter(group ->
                            Group.named(String.valueOf(group.getFileName()), name) && Files.isDirectory(group));
        } catch (IOException e) {
            return Optional.empty(); // It has just ended.
        }
    }

    /** A group a former manager made, if it is still there. */
    public static Optional<Path> find(String written) {
        return Optional.of(written).filter(it -> !it.isEmpty()).map(Path::of).filter(Files::isDirectory);
    }
}
