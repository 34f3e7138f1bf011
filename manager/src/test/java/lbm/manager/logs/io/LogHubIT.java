package lbm.manager.logs.io;

import static lbm.it.Patience.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lbm.it.Patience;
import lbm.manager.logs.LogLine;
import lbm.manager.logs.LogSource;
import lbm.manager.logs.LogTargets;
import lbm.manager.logs.Query;
import lbm.manager.logs.Stream;
import lbm.manager.logs.StreamKey;
import lbm.manager.process.Command;
import lbm.manager.process.Pipes;
import lbm.manager.process.ProcessId;
import lbm.manager.process.Signal;
import lbm.manager.process.io.PosixSpawner;
import lbm.manager.process.io.Processes;
import lbm.manager.process.io.Spawned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogHubIT {

    private static final Map<String, String> ENV = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    Path home;

    private LogHub hub;
    private final List<Spawned> children = new ArrayList<>();

    LogHubIT(@TempDir Path first) throws IOException {
        hub = LogHub.open(first);
    }

    @BeforeEach
    void open() throws IOException {
        hub.close();
        hub = LogHub.open(home);
    }

    @AfterEach
    void stop() throws IOException {
        for (Spawned child : children) {
            Processes.killTree(child.id(), Signal.KILL);
        }
        hub.close();
    }

    @Test
    void linesGoToTheirFilesAndTheCombinedOne() throws Exception {
        Spawned child = start(0, targets("", false), "echo one; echo two >&2; printf 'last'");
        end(child);
        assertEquals("one\nlast\n", text("out"));
        assertEquals("two\n", text("err"));
        assertEquals(
                List.of("last", "one", "two"),
                Files.readAllLines(file("all")).stream().sorted().toList());
        assertEquals(List.of(), buffers());
    }

    @Test
    void aLineIsStampedWithTheTokensOfTheFile() throws Exception {
        end(start(0, targets("YYYY [at] x", false), "echo one"));
        assertTrue(text("out").matches("20\\d\\d at \\d{13}: one\n"), text("out"));
    }

    @Test
    void jsonLinesHaveTheFieldsOfPm2() throws Exception {
        end(start(7, targets("[T]", true), "printf 'a \"b\"\\t\\000\\377 ü\\n' >&2"));
        assertEquals(
                "{\"message\":\"a \\\"b\\\"\\t\\u0000\ufffd ü\",\"timestamp\":\"T\",\"type\":\"err\",\"process_id\":7,"
                        + "\"app_name\":\"app\"}\n",
                text("err"));
    }

    @Test
    void nulAndInvalidUtf8PassByteForByte() throws Exception {
        end(start(0, targets("", false), "printf 'a\\000b\\377\\376\\n\\n\\r\\n'"));
        assertArrayEquals(
                new byte[] {'a', 0, 'b', (byte) 0xff, (byte) 0xfe, '\n', '\n', '\r', '\n'},
                Files.readAllBytes(file("out")));
    }

    @Test
    void aLineOfOneMegabyteStaysWholeAndALongerOneIsSplit() throws Exception {
        int mega = LineBuffer.MAX_LINE;
        end(start(
                0,
                targets("", false),
                "head -c " + mega + " /dev/zero | tr '\\0' x; echo; head -c " + (mega + 5)
                        + " /dev/zero | tr '\\0' y; echo; echo end"));
        assertEquals(
                List.of(mega, mega, 5, 3),
                Files.readAllLines(file("out")).stream().map(String::length).toList());
    }

    @Test
    void aPartialLineIsHeldUntilItsEnd() throws Exception {
        Spawned child = start(0, targets("", false), "printf 'a'; while ! test -e go; do sleep 0.02; done; echo b");
        TimeUnit.MILLISECONDS.sleep(200);
        assertEquals("", text("out"));
        Files.createFile(home.resolve("go"));
        await().until(() -> text("out").equals("ab\n"));
        end(child);
    }

    @Test
    void aPartialLineOutlivesItsManager() throws Exception {
        // It lives until it is adopted: what it leaves in its pipe would go with it.
        Spawned child = start(
                0,
                targets("", false),
                "printf 'a'; while ! test -e go; do sleep 0.02; done; echo b;"
                        + " while ! test -e enough; do sleep 0.02; done");
        await().until(() -> buffers().size() == 1);
        hub.close();
        Files.createFile(home.resolve("go"));
        hub = LogHub.open(home);
        adopt(0, child.id(), targets("", false));
        await().until(() -> text("out").equals("ab\n"));
        Files.createFile(home.resolve("enough"));
        end(child);
    }

    @Test
    void aSilentProgramCostsNoBuffer() throws Exception {
        Spawned child =
                start(0, targets("", false), "while ! test -e go; do sleep 0.02; done; printf a; exec sleep 1000");
        TimeUnit.MILLISECONDS.sleep(200);
        assertEquals(List.of(), buffers());
        Files.createFile(home.resolve("go"));
        await().until(() -> buffers().size() == 1);
        Processes.killTree(child.id(), Signal.KILL);
        end(child);
        assertEquals("a\n", text("out"));
        assertEquals(List.of(), buffers());
    }

    @Test
    void theNamesOfItsPipesLeadToAProgramThatHadSaidNothing() throws Exception {
        // Its descriptor 1 leads elsewhere by the time a second manager looks.
        String script = "exec 3>&1 >/dev/null; while ! test -e go; do sleep 0.02; done; echo late >&3; exec sleep 1000";
        Spawned child = new PosixSpawner().spawn(new Command(List.of("sh", "-c", script), ENV, home));
        children.add(child);
        Pipes pipes = child.pipes();
        hub.attach(new StreamKey(0, Stream.OUT), "app", child.id(), child.stdout(), pipes.out(), targets("", false));
        hub.attach(new StreamKey(0, Stream.ERR), "app", child.id(), child.stderr(), pipes.err(), targets("", false));
        hub.close();
        hub = LogHub.open(home);
        CompletableFuture<Boolean> found = new CompletableFuture<>();
        hub.adopt(new StreamKey(0, Stream.OUT), "app", child.id(), pipes.out(), targets("", false), found::complete);
        assertTrue(found.get(Patience.SECONDS, TimeUnit.SECONDS));
        Files.createFile(home.resolve("go"));
        await().until(() -> text("out").equals("late\n"));
    }

    @Test
    void whatAProcessThatIsGoneLeftIsWrittenAtTheNextStart() throws Exception {
        Spawned child = start(0, targets("", false), "printf 'a'; while ! test -e go; do sleep 0.02; done");
        await().until(() -> buffers().size() == 1);
        hub.close();
        Processes.killTree(child.id(), Signal.KILL);
        await().until(() -> !Processes.alive(child.id()));
        hub = LogHub.open(home);
        assertEquals("a\n", text("out"));
        assertEquals(List.of(), buffers());
    }

    @Test
    void aFullDiskDropsAndCountsAndTheOtherFileGoesOn() throws Exception {
        LogTargets full = new LogTargets(
                Optional.of(Path.of("/dev/full")), Optional.empty(), Optional.of(file("all")), Optional.empty(), false);
        end(start(0, full, "seq 1 100000"));
        assertEquals(100_000, Files.readAllLines(file("all")).size());
        assertEquals(List.of("/dev/full: 100000 lines dropped: No space left on device"), hub.notes());
        hub.declare(new LogSource(1, "another", full));
        hub.forget(0);
        await().during(Duration.ofMillis(100)).until(() -> !hub.notes().isEmpty());
        hub.forget(1);
        await().until(() -> hub.notes().isEmpty());
    }

    @Test
    void aFolderThatVanishesIsMadeAgain() throws Exception {
        Spawned child = start(0, targets("", false), "i=0; while :; do i=$((i+1)); echo $i; sleep 0.01; done");
        await().until(() -> text("out").length() > 10);
        // In one step: between two the hub might make one of them again.
        Files.move(home.resolve("logs"), home.resolve("vanished"));
        await().until(() -> text("out").length() > 10);
        end(child);
    }

    @Test
    void aRenamedFileIsFollowedByANewOneWithoutLoss() throws Exception {
        Spawned child = start(
                0,
                targets("", false),
                "i=0; while [ $i != 150 ]; do i=$((i+1)); echo $i; [ $i != 50 ] || while ! test -e go; do sleep 0.02; done; sleep 0.02; done");
        await().until(() -> text("out").length() > 10);
        Files.move(file("out"), file("old"));
        Files.createFile(home.resolve("go"));
        end(child);
        List<String> lines = new ArrayList<>(Files.readAllLines(file("old")));
        lines.addAll(Files.readAllLines(file("out")));
        assertEquals(numbers(1, 150), lines);
    }

    @Test
    void flushEmptiesFilesWhileTheyAreWritten() throws Exception {
        Spawned child = start(0, targets("", false), "i=0; while :; do i=$((i+1)); echo $i; sleep 0.001; done");
        await().until(() -> text("out").length() > 100);
        hub.flush(Set.of(0)).get();
        await().until(() -> text("out").length() > 100);
        List<String> lines = Files.readAllLines(file("out"));
        int first = Integer.parseInt(lines.get(0));
        assertTrue(first > 1);
        assertEquals(numbers(first, first + 9), lines.subList(0, 10));
        end(child);
    }

    @Test
    void theTailComesFromMemoryOrFilesInTimeOrder() throws Exception {
        LogTargets targets = targets("YYYY-MM-DD HH:mm:ss.SSS", false);
        String step = "while ! test -e $i$s; do sleep 0.02; done;";
        Spawned child = start(
                0, targets, "for i in 1 2 3 4; do s=out; echo $i; " + step + " s=err; echo e$i >&2; " + step + " done");
        // Each line is there before the next: between two streams there is no order but that of time.
        for (int i = 1; i <= 4; i++) {
            for (String name : List.of("out", "err")) {
                int lines = i;
                await().until(() -> text(name).lines().count() == lines);
                Files.createFile(home.resolve(i + name));
            }
        }
        end(child);
        List<String> expected = List.of("e2", "3", "e3", "4", "e4");
        assertEquals(expected, shown(hub.tail(Query.all(5)).get()));
        assertEquals(
                expected,
                shown(Tail.files(List.of(new LogSource(0, "app", targets)), Query.all(5), ZoneId.systemDefault())));
        assertEquals(
                List.of("e3", "e4"),
                shown(hub.tail(new Query(Set.of("app"), Set.of(), Set.of(Stream.ERR), 2))
                        .get()));
        assertEquals(
                List.of(),
                shown(hub.tail(new Query(Set.of("other"), Set.of(), Set.of(Stream.ERR), 2))
                        .get()));
        hub.close();
        hub = LogHub.open(home);
        hub.declare(new LogSource(0, "app", targets));
        assertEquals(expected, shown(hub.tail(Query.all(5)).get()));
    }

    @Test
    void aFollowerSeesPastAndPresentWithoutGapOrRepetition() throws Exception {
        Spawned child = start(0, targets("", false), "for i in $(seq 1 300); do echo $i; sleep 0.002; done");
        await().until(() -> text("out").length() > 100);
        List<String> seen = new ArrayList<>();
        try (Follower follower = hub.follow(Query.all(1_000_000), () -> {})) {
            await().until(() -> {
                seen.addAll(shown(follower.take(100)));
                return seen.contains("300");
            });
        }
        assertEquals(numbers(1, 300), seen);
        end(child);
    }

    @Test
    void aFollowerWhoLeavesBeforeHeHasBegunIsForgotten() throws Exception {
        Follower follower = hub.follow(Query.all(0), () -> {});
        follower.close();
        end(start(0, targets("", false), "seq 1 10"));
        assertEquals(List.of(), follower.take(10));
    }

    @Test
    void aSlowFollowerIsToldWhatHeMissedAndMemoryStaysBounded() throws Exception {
        Follower follower = hub.follow(Query.all(0), () -> {});
        end(start(0, targets("", false), "seq 1 300000"));
        List<LogLine> lines = new ArrayList<>();
        for (List<LogLine> some = follower.take(1000); !some.isEmpty(); some = follower.take(1000)) {
            lines.addAll(some);
        }
        follower.close();
        LogLine last = lines.get(lines.size() - 1);
        assertEquals(-1, last.id());
        assertEquals("… " + (300_000 - (lines.size() - 1)) + " lines skipped", last.shown());
        assertEquals(numbers(1, lines.size() - 1), shown(lines.subList(0, lines.size() - 1)));
    }

    @Test
    void theLastLinesOfAProcessAreToldAtItsEnd() throws Exception {
        Spawned child = start(3, targets("", false), "seq 1 100; echo failed >&2");
        List<String> last = shown(end(child));
        assertEquals(20, last.size());
        assertTrue(last.contains("failed") && last.contains("100"), last.toString());
        assertEquals(2, hub.lastLines(3, 2).get().size());
    }

    @Test
    void descriptorsAndBuffersAreGivenBack() throws Exception {
        end(start(0, targets("", false), "echo warm"));
        List<String> before = openDescriptors();
        for (int i = 0; i < 50; i++) {
            end(start(i, targets("", false), "echo " + i));
        }
        awaitNoneBut(before);
        assertEquals(List.of(), buffers());
    }

    private Spawned start(int id, LogTargets targets, String script) throws IOException {
        Spawned child = new PosixSpawner().spawn(new Command(List.of("sh", "-c", script), ENV, home));
        children.add(child);
        Pipes pipes = child.pipes();
        hub.attach(new StreamKey(id, Stream.OUT), "app", child.id(), child.stdout(), pipes.out(), targets);
        hub.attach(new StreamKey(id, Stream.ERR), "app", child.id(), child.stderr(), pipes.err(), targets);
        return child;
    }

    private void adopt(int id, ProcessId process, LogTargets targets) {
        for (Stream stream : Stream.values()) {
            hub.adopt(new StreamKey(id, stream), "app", process, "", targets, found -> {});
        }
    }

    /** Waits for the end of a child; those that loop are ended. */
    private List<LogLine> end(Spawned child) throws Exception {
        boolean loops = Files.readString(Path.of("/proc/" + child.id().pid() + "/cmdline"))
                .contains("while :");
        if (loops) {
            Processes.killTree(child.id(), Signal.KILL);
        }
        await().until(() -> !Processes.alive(child.id()));
        CompletableFuture<List<LogLine>> last = new CompletableFuture<>();
        hub.detach(child.id(), last::complete);
        return last.get(Patience.SECONDS, TimeUnit.SECONDS);
    }

    private LogTargets targets(String dateFormat, boolean json) {
        return new LogTargets(
                Optional.of(file("out")),
                Optional.of(file("err")),
                Optional.of(file("all")),
                Optional.of(dateFormat).filter(format -> !format.isEmpty()),
                json);
    }

    private Path file(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }

    private String text(String name) {
        try {
            return Files.readString(file(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private List<Path> buffers() throws IOException {
        try (var entries = Files.list(home.resolve("run"))) {
            return entries.toList();
        }
    }

    private static List<String> shown(List<LogLine> lines) {
        return lines.stream().map(LogLine::shown).toList();
    }

    private static List<String> numbers(int from, int to) {
        String[] numbers = new String[to - from + 1];
        Arrays.setAll(numbers, i -> Integer.toString(from + i));
        return List.of(numbers);
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
}
