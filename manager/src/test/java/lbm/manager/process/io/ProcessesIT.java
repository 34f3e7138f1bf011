package lbm.manager.process.io;

import static lbm.it.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lbm.it.Patience;
import lbm.manager.process.Command;
import lbm.manager.process.Exit;
import lbm.manager.process.ProcessId;
import lbm.manager.process.Signal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessesIT {

    private static final Map<String, String> ENV = Map.of("PATH", "/usr/bin:/bin");

    private static final MultiThreadIoEventLoopGroup GROUP =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private static IoEventLoop loop = GROUP.next();

    @TempDir
    Path folder;

    static List<Spawner> spawners() {
        return List.of(new PosixSpawner(), new JdkSpawner());
    }

    @BeforeAll
    static void warm() throws Exception {
        for (Spawner spawner : spawners()) {
            run(spawner, "true");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void twoHundredChildrenLeaveNoDescriptorBehind(Spawner spawner) throws Exception {
        List<String> before = openDescriptors();
        int threads = Thread.activeCount();
        List<Spawned> children = new ArrayList<>();
        BlockingQueue<Exit> exits = new LinkedBlockingQueue<>();
        for (int i = 0; i < 200; i++) {
            Spawned child = spawner.spawn(command("sleep", "1000"));
            children.add(child);
            ProcessWatch.start(loop, child.id(), exits::add);
        }
        if (spawner instanceof PosixSpawner) {
            // Threads of the JVM and of the test's own machinery come and go.
            assertTrue(Thread.activeCount() < threads + 20, "a child costs no thread");
        }
        for (Spawned child : children) {
            assertTrue(Processes.alive(child.id()));
            assertTrue(Processes.signal(child.id(), Signal.TERM));
        }
        for (Spawned child : children) {
            assertEquals(new Exit.Signal(15, false), exits.poll(Patience.SECONDS, TimeUnit.SECONDS));
            close(child);
        }
        awaitNoneBut(before);
        assertFalse(Processes.alive(children.get(0).id()));
        assertFalse(Processes.signal(children.get(0).id(), Signal.TERM));
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void anExitCodeIsToldFromASignal(Spawner spawner) throws Exception {
        assertEquals(new Exit.Code(0), run(spawner, "true").exit());
        assertEquals(new Exit.Code(3), run(spawner, "sh", "-c", "exit 3").exit());
        assertEquals(
                new Exit.Signal(9, false),
                run(spawner, "sh", "-c", "kill -9 $$").exit());
        if (spawner instanceof PosixSpawner) {
            assertEquals(
                    new Exit.Code(143), run(spawner, "sh", "-c", "exit 143").exit());
        }
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void aChildHasOnlyItsThreeDescriptors(Spawner spawner) throws Exception {
        // ls itself opens the folder: 3.
        assertEquals(
                "0 1 2 3", run(spawner, "sh", "-c", "echo $(ls /proc/self/fd)").out());
        assertTrue(run(spawner, "readlink", "/proc/self/fd/0").out().startsWith("pipe:"));
    }

    /** Numbers that are those of other descriptors of ours, as they are when low ones are asked for. */
    @Test
    void aChildInheritsTheDescriptorsItIsGivenAndNoOther() throws Exception {
        Path first = Files.writeString(folder.resolve("first"), "1");
        Path second = Files.writeString(folder.resolve("second"), "2");
        List<String> before = openDescriptors();
        int one = Libc.open(first.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
        int two = Libc.open(second.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
        int same = Descriptors.dup(one);
        try {
            Map<Integer, Integer> swapped = Map.of(one, two, two, one, same, same, same + 2, two);
            String script = "for f in " + one + " " + two + " " + same + " " + (same + 2)
                    + "; do readlink /proc/$$/fd/$f; done; ls /proc/$$/fd | wc -l";
            Spawned child =
                    new PosixSpawner().spawn(new Command(List.of("sh", "-c", script), ENV, Path.of("/"), swapped));
            BlockingQueue<Exit> exit = new LinkedBlockingQueue<>();
            ProcessWatch.start(loop, child.id(), exit::add);
            assertEquals(new Exit.Code(0), exit.poll(Patience.SECONDS, TimeUnit.SECONDS));
            String out = readUntil(child.stdout(), null);
            close(child);
            assertEquals(
                    List.of(second + "", first + "", first + "", second + "", "7"),
                    out.lines().toList());
        } finally {
            List.of(one, two, same).forEach(Descriptors::close);
        }
        awaitNoneBut(before);
    }

    @Test
    void aMachineThatCannotHandDescriptorsOnSaysSo() {
        Command command = new Command(List.of("true"), ENV, Path.of("/"), Map.of(3, 2));
        assertTrue(failure(new JdkSpawner(), command).contains("glibc 2.34"));
        assertThrows(
                IllegalArgumentException.class, () -> new Command(List.of("true"), ENV, Path.of("/"), Map.of(2, 2)));
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void aChildLeadsItsOwnSessionWithCleanSignals(Spawner spawner) throws Exception {
        String[] stat = run(spawner, "sh", "-c", "cat /proc/$$/stat").out().split(" ", -1);
        assertEquals(stat[0], stat[4], "group");
        assertEquals(stat[0], stat[5], "session");
        if (spawner instanceof PosixSpawner) {
            String status = run(spawner, "cat", "/proc/self/status").out();
            assertTrue(status.contains("SigBlk:\t0000000000000000"), status);
            // posix_spawn of glibc leaves its own two, 32 and 33, ignored.
            assertTrue(status.matches("(?s).*SigIgn:\\t0000000[01]80000000.*|(?s).*SigIgn:\\t0{16}.*"), status);
        }
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void environmentArgumentsAndFolderArriveExactly(Spawner spawner) throws Exception {
        Map<String, String> env = Map.of("PATH", "/usr/bin:/bin", "A", "x=y z\nü", Command.MARK, "m1");
        Spawned child = spawner.spawn(new Command(
                List.of("sh", "-c", "pwd; printf '%s|' \"$A\" \"$@\"; exec sleep 1000", "0", "", "a b"), env, folder));
        assertEquals(folder + "\nx=y z\nü||a b|", readUntil(child.stdout(), "a b|"));
        Map<String, String> seen = Processes.environmentOf(child.id().pid()).orElseThrow();
        assertEquals("m1", seen.get(Command.MARK));
        assertEquals("x=y z\nü", seen.get("A"));
        if (spawner instanceof PosixSpawner) {
            assertEquals(List.of(child.id()), Processes.findByEnvironment(Command.MARK, "m1"));
        }
        end(child);
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void aProgramThatCannotRunIsNamedAndLeavesNothingOpen(Spawner spawner) throws Exception {
        Path plain = Files.writeString(folder.resolve("plain.sh"), "#!/bin/sh\n");
        List<String> before = openDescriptors();
        assertEquals("no such program: foo", failure(spawner, command("foo")));
        assertEquals("no such program: ./foo", failure(spawner, command("./foo")));
        assertEquals("not executable: " + plain, failure(spawner, command(plain.toString())));
        assertEquals(
                "no such directory: /no/such",
                failure(spawner, new Command(List.of("true"), ENV, Path.of("/no/such"))));
        if (spawner instanceof PosixSpawner) {
            Path bad = Files.writeString(folder.resolve("bad.sh"), "#!/no/such/sh\n");
            assertTrue(bad.toFile().setExecutable(true));
            assertEquals(
                    "cannot run " + bad + ": no such interpreter: /no/such/sh",
                    failure(spawner, command(bad.toString())));
            assertEquals("a NUL character in \"a?b\"", failure(spawner, command("true", "a\0b")));
        }
        awaitNoneBut(before);
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void outputGoesOnWhileNobodyReadsAndIsFoundAgain(Spawner spawner) throws Exception {
        Spawned child = spawner.spawn(command(
                "sh",
                "-c",
                "echo one; while ! test -e go; do sleep 0.02; done; echo two; echo three; exec sleep 1000"));
        assertEquals("one\n", readUntil(child.stdout(), "one\n"));
        close(child);
        Files.createFile(folder.resolve("go"));
        await().until(() -> commandLine(child.id()).startsWith("sleep"));
        int again = Descriptors.openOutput(child.id().pid(), 1).orElseThrow();
        assertEquals("two\nthree\n", readUntil(again, "three\n"));
        Descriptors.close(again);
        Processes.killTree(child.id(), Signal.KILL);
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void theTreeDiesWithGrandchildrenThatIgnoreTermOrLeftTheSession(Spawner spawner) throws Exception {
        Spawned child = spawner.spawn(
                command(
                        "sh",
                        "-c",
                        "(trap '' TERM; exec sleep 1001) & setsid sh -c 'setsid sleep 1002 & exec sleep 1003' & echo up; exec sleep 1004"));
        Spawned other = spawner.spawn(command("sleep", "1005"));
        readUntil(child.stdout(), "up\n");
        await().until(() -> {
            List<ProcessId> all = Processes.treeOf(child.id(), Optional.empty());
            return all.size() == 4
                    && all.stream().allMatch(id -> commandLine(id).startsWith("sleep"));
        });
        List<ProcessId> tree = Processes.treeOf(child.id(), Optional.empty());
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        ProcessWatch.start(loop, child.id(), exit::complete);
        assertEquals(4, Processes.killTree(child.id(), Signal.TERM));
        assertEquals(new Exit.Signal(15, false), exit.get(Patience.SECONDS, TimeUnit.SECONDS));
        await().untilAsserted(() ->
                assertEquals(1, tree.stream().filter(Processes::alive).count()));
        assertEquals(1, Processes.killTree(child.id(), Signal.KILL), "the one that ignores TERM, its root gone");
        await().until(() -> tree.stream().noneMatch(Processes::alive));
        assertTrue(Processes.alive(other.id()));
        assertEquals(0, Processes.killTree(child.id(), Signal.KILL));
        close(child);
        end(other);
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void aPidWithAnotherStartTimeIsNotTouched(Spawner spawner) throws Exception {
        Spawned child = spawner.spawn(command("sleep", "1000"));
        ProcessId wrong = new ProcessId(
                child.id().pid(), child.id().startTicks() - 1, child.id().bootId());
        assertFalse(Processes.signal(wrong, Signal.KILL));
        assertEquals(0, Processes.killTree(wrong, Signal.KILL));
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        ProcessWatch.start(loop, wrong, exit::complete);
        assertEquals(new Exit.Unknown(), exit.get(Patience.SECONDS, TimeUnit.SECONDS));
        assertTrue(Processes.alive(child.id()));
        end(child);
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void theEndOfSomebodyElsesChildIsHeardWithoutItsCode(Spawner spawner) throws Exception {
        Spawned child = spawner.spawn(command("sh", "-c", "sleep 1000 & echo $!; exec sleep 1000"));
        long grandchild = Long.parseLong(readUntil(child.stdout(), "\n").strip());
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        ProcessId id = Processes.identify(grandchild).orElseThrow();
        ProcessWatch.start(loop, id, exit::complete);
        Processes.signal(id, Signal.TERM);
        assertEquals(new Exit.Unknown(), exit.get(Patience.SECONDS, TimeUnit.SECONDS));
        end(child);
    }

    @ParameterizedTest
    @MethodSource("spawners")
    void aClosedWatchIsSilentAndKeepsNothing(Spawner spawner) throws Exception {
        Spawned child = spawner.spawn(command("sleep", "1000"));
        List<String> before = openDescriptors();
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        ProcessWatch watch = ProcessWatch.start(loop, child.id(), exit::complete);
        loop.submit(() -> {}).get();
        watch.close();
        loop.submit(() -> {}).get();
        awaitNoneBut(before);
        end(child);
        assertFalse(exit.isDone());
    }

    private record Outcome(Exit exit, String out) {}

    private static Outcome run(Spawner spawner, String... argv) throws Exception {
        Spawned child = spawner.spawn(new Command(List.of(argv), ENV, Path.of("/")));
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        ProcessWatch.start(loop, child.id(), exit::complete);
        Exit ended = exit.get(Patience.SECONDS, TimeUnit.SECONDS);
        String out = readUntil(child.stdout(), null).strip();
        close(child);
        return new Outcome(ended, out);
    }

    private Command command(String... argv) {
        return new Command(List.of(argv), ENV, folder);
    }

    private static String failure(Spawner spawner, Command command) {
        return String.valueOf(
                assertThrows(IOException.class, () -> spawner.spawn(command)).getMessage());
    }

    private static void end(Spawned child) throws Exception {
        CompletableFuture<Exit> exit = new CompletableFuture<>();
        ProcessWatch.start(loop, child.id(), exit::complete);
        Processes.killTree(child.id(), Signal.KILL);
        exit.get(Patience.SECONDS, TimeUnit.SECONDS);
        close(child);
    }

    private static void close(Spawned child) {
        Descriptors.close(child.stdout());
        Descriptors.close(child.stderr());
    }

    private static String commandLine(ProcessId id) {
        try {
            return Files.readString(Path.of("/proc/" + id.pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Until no descriptor is open that was not before. Those before may have been of others: surefire looks after its
     * parent by starting ps now and then.
     */
    private static void awaitNoneBut(List<String> before) {
        await().untilAsserted(() -> {
            List<String> more = new ArrayList<>(openDescriptors());
            before.forEach(more::remove);
            assertEquals(List.of(), more);
        });
    }

    /**
     * What the descriptors of this JVM stand for; jars are left out, as it opens those when it likes.
     */
    private static List<String> openDescriptors() throws IOException {
        List<String> open = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path entry : entries) {
                Path target = Files.exists(entry, LinkOption.NOFOLLOW_LINKS) ? Files.readSymbolicLink(entry) : entry;
                open.add(target.toString());
            }
        }
        open.removeIf(target -> target.endsWith(".jar") || target.startsWith("/proc"));
        open.sort(null);
        return open;
    }

    /** What a pipe holds up to its end, or up to and with a text that ends it. */
    private static String readUntil(int fd, @org.jspecify.annotations.Nullable String last) throws Exception {
        FileDescriptor pipe = new FileDescriptor(fd);
        ByteBuffer buffer = ByteBuffer.allocateDirect(65536);
        StringBuilder text = new StringBuilder();
        long deadline = System.nanoTime() + Duration.ofSeconds(Patience.SECONDS).toNanos();
        while (System.nanoTime() < deadline && (last == null || !text.toString().endsWith(last))) {
            int count = pipe.read(buffer, 0, buffer.capacity());
            if (count < 0) {
                break;
            }
            byte[] bytes = new byte[count];
            buffer.get(0, bytes);
            text.append(new String(bytes, StandardCharsets.UTF_8));
            Thread.sleep(count == 0 ? 5 : 0);
        }
        return text.toString();
    }
}
