package lbm.manager.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import lbm.manager.cli.Context;
import lbm.manager.cli.Units;

/** Looks at the machine: limits, disk, clock, programs. */
final class Machine {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long FEW_FILES = 4096;
    private static final long FEW_WATCHES = 65_536;
    private static final double NEARLY = 0.8;
    private static final Instant BEFORE_LBM = Instant.parse("2026-01-01T00:00:00Z");

    private final Context context;
    private final long pid;

    /** Limits are those of this process: the manager, else this command. */
    Machine(Context context, long pid) {
        this.context = context;
        this.pid = pid;
    }

    List<Finding> look() {
        List<Finding> all = new ArrayList<>();
        all.add(jdk());
        all.add(openFiles());
        all.add(processes());
        all.add(inotify());
        all.add(disk());
        all.add(clock());
        all.add(program("setsid", "without it the manager leaves the session by itself; install util-linux"));
        all.add(program("node", "only Node programs and ecosystem.config.js need it"));
        return all;
    }

    private static Finding jdk() {
        int version = Runtime.version().feature();
        String says = Runtime.version() + " in " + System.getProperty("java.home");
        return version >= 17
                ? Finding.ok("JDK", says)
                : Finding.bad("JDK", says, "set JAVA_HOME to version 17 or newer");
    }

    private Finding openFiles() {
        OptionalLong limit = Proc.limit(Proc.text("/proc/" + pid + "/limits").orElse(""), "Max open files");
        long open = entries(Path.of("/proc", Long.toString(pid), "fd"));
        String says = open + " of " + (limit.isPresent() ? limit.getAsLong() : "unlimited") + " (pid " + pid + ")";
        if (limit.isPresent() && open > limit.getAsLong() * NEARLY) {
            return Finding.bad("open files", says, "raise LimitNOFILE= of the unit, or ulimit -n, and `lbm update`");
        }
        return limit.isPresent() && limit.getAsLong() < FEW_FILES
                ? Finding.warn("open files", says, "each instance takes 3, each connection 1: ulimit -n 65536")
                : Finding.ok("open files", says);
    }

    private static long entries(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException e) {
            return 0; // Another user's process.
        }
    }

    private Finding processes() {
        String limits = Proc.text("/proc/" + pid + "/limits").orElse("");
        OptionalLong most = Proc.limit(limits, "Max processes");
        OptionalLong pidMax = Proc.number(Proc.text("/proc/sys/kernel/pid_max").orElse(""));
        OptionalLong group = Proc.number(Proc.text("/sys/fs/cgroup/pids.max").orElse(""));
        OptionalLong inGroup =
                Proc.number(Proc.text("/sys/fs/cgroup/pids.current").orElse(""));
        String says = "at most " + (most.isPresent() ? most.getAsLong() : "unlimited") + " a user, pid_max "
                + (pidMax.isPresent() ? pidMax.getAsLong() : "unknown")
                + (group.isPresent() ? ", cgroup " + inGroup.orElse(0) + " of " + group.getAsLong() : "");
        if (group.isPresent() && inGroup.orElse(0) > group.getAsLong() * NEARLY) {
            return Finding.bad("processes", says, "raise TasksMax= or the container's pids limit");
        }
        return most.isPresent() && most.getAsLong() < 1024
                ? Finding.warn("processes", says, "a JVM alone has 20 threads: ulimit -u 65536")
                : Finding.ok("processes", says);
    }

    private static Finding inotify() {
        OptionalLong watches =
                Proc.number(Proc.text("/proc/sys/fs/inotify/max_user_watches").orElse(""));
        String says = "max_user_watches " + (watches.isPresent() ? watches.getAsLong() : "unknown");
        return watches.isPresent() && watches.getAsLong() < FEW_WATCHES
                ? Finding.warn(
                        "inotify", says, "for `watch` on large folders: sysctl fs.inotify.max_user_watches=524288")
                : Finding.ok("inotify", says);
    }

    private Finding disk() {
        Path path = context.home().path();
        Path there = Files.exists(path) ? path : context.cwd();
        try {
            FileStore store = Files.getFileStore(there);
            long free = store.getUsableSpace();
            String says =
                    Units.bytes(free) + " of " + Units.bytes(store.getTotalSpace()) + " free where " + there + " is";
            return free < 100 * MEGABYTE
                    ? Finding.bad("disk", says, "lines of logs will be dropped; make room (`lbm flush` empties logs)")
                    : free < 1024 * MEGABYTE
                            ? Finding.warn("disk", says, "make room before logs need it")
                            : Finding.ok("disk", says);
        } catch (IOException e) {
            return Finding.warn("disk", "cannot be told: " + e.getMessage(), "see df " + there);
        }
    }

    private static Finding clock() {
        Instant now = Instant.now();
        return now.isBefore(BEFORE_LBM)
                ? Finding.bad(
                        "clock", now + " is in the past", "set it (timedatectl set-ntp true): stamps and TLS need it")
                : Finding.ok("clock", now.toString());
    }

    private Finding program(String name, String otherwise) {
        for (String folder : context.environment().getOrDefault("PATH", "").split(":", -1)) {
            if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, name))) {
                return Finding.ok(name, Path.of(folder, name).toString());
            }
        }
        return Finding.ok(name, "not on PATH: " + otherwise);
    }
}
