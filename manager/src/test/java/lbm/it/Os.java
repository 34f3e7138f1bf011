package lbm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Linux as the tests see it: {@code /proc}, signals and free ports. A pid that has gone reads as empty. */
final class Os {

    private Os() {}

    /** Sends a signal by name ({@code KILL}, {@code STOP}, …); true when the process was there. */
    static boolean signal(String name, long pid) {
        if (pid <= 1 || pid == ProcessHandle.current().pid()) {
            throw new IllegalArgumentException("refusing to signal pid " + pid);
        }
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + pid, e);
        }
    }

    /**
     * Stops a process and waits until each of its threads stands. kill(2) returns as soon as the signal is noted; until
     * one thread has been scheduled to take it, tens of milliseconds on a busy machine, all others go on, and accept and
     * acknowledge connections that then nobody answers.
     */
    static void stop(long pid) throws InterruptedException {
        if (!signal("STOP", pid)) {
            throw new AssertionError("no process " + pid + " to stop");
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!stopped(pid)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("process " + pid + " does not stop");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static boolean stopped(long pid) {
        List<Path> threads = list(Path.of("/proc/" + pid + "/task"));
        return !threads.isEmpty()
                && threads.stream().map(thread -> state(thread.resolve("stat"))).allMatch(state -> state == 'T');
    }

    /** Whether this machine has a program. */
    static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Whether the process is there and not a zombie. */
    static boolean alive(long pid) {
        char state = state(Path.of("/proc/" + pid + "/stat"));
        return state != 'Z' && state != 'X';
    }

    /** State of a process or thread as proc(5) writes it; {@code X} when it has gone. */
    private static char state(Path file) {
        String stat = read(file);
        int state = stat.lastIndexOf(')') + 2;
        return state < stat.length() ? stat.charAt(state) : 'X';
    }

    /** Open descriptors of the process. */
    static int descriptors(long pid) {
        return list(Path.of("/proc/" + pid + "/fd")).size();
    }

    static int threads(long pid) {
        return list(Path.of("/proc/" + pid + "/task")).size();
    }

    /** Resident memory in bytes. */
    static long resident(long pid) {
        for (String line : read(Path.of("/proc/" + pid + "/status")).split("\n", -1)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    /**
     * Established connections on a local port that the process holds a descriptor of: who serves whom, told by the
     * kernel and not by the program under test.
     */
    static int connections(long pid, int localPort) {
        Set<String> sockets = new HashSet<>();
        for (Path descriptor : list(Path.of("/proc/" + pid + "/fd"))) {
            try {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            } catch (IOException e) {
                // Closed since it was listed.
            }
        }
        String port = String.format(":%04X", localPort);
        int found = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : read(Path.of(table)).split("\n", -1)) {
                String[] field = line.trim().split("\\s+", -1);
                // sl local rem state tx:rx tr:when retransmits uid timeout inode; state 01 is established.
                if (field.length > 9
                        && field[1].endsWith(port)
                        && field[3].equals("01")
                        && sockets.contains("socket:[" + field[9] + "]")) {
                    found++;
                }
            }
        }
        return found;
    }

    /**
     * Live processes whose environment holds exactly this entry, but for this one: the way back to everything that a
     * home has started.
     */
    static List<Long> withEnvironment(String entry) {
        List<Long> found = new ArrayList<>();
        for (Path process : list(Path.of("/proc"))) {
            String name = String.valueOf(process.getFileName());
            if (!name.matches("[0-9]+")
                    || name.equals(Long.toString(ProcessHandle.current().pid()))) {
                continue;
            }
            if (List.of(read(process.resolve("environ")).split("\0", -1)).contains(entry)
                    && alive(Long.parseLong(name))) {
                found.add(Long.parseLong(name));
            }
        }
        return found;
    }

    /**
     * A free port of the loopback, below the range from which the kernel takes the near ends of outgoing connections:
     * one of those could otherwise sit on the port before the app binds it.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // Try the next one.
            }
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException | UncheckedIOException gone) {
            return List.of();
        }
    }

    /** ISO 8859-1, so that no byte of a foreign environment can be malformed. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
