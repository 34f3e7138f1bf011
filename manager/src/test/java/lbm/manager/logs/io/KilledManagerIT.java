package lbm.manager.logs.io;

import static lbm.it.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import lbm.it.Patience;
import lbm.manager.logs.LogTargets;
import lbm.manager.logs.Stream;
import lbm.manager.logs.StreamKey;
import lbm.manager.process.Command;
import lbm.manager.process.Pipes;
import lbm.manager.process.Signal;
import lbm.manager.process.io.PosixSpawner;
import lbm.manager.process.io.Processes;
import lbm.manager.process.io.Spawned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledManagerIT {

    private static final int ROUNDS = 12;
    private static final int CHUNK = 10_000;

    @TempDir
    Path home;

    @Test
    void everyLineIsThereOnceAndInOrderAfterManyKills() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        // seq writes blocks of 4 KB that end inside a line. While the second runs, dash has its own descriptor 1
        // redirected, so the pipe is to be found elsewhere.
        // The flood lasts as long as managers are killed, however long one of them has lived.
        String flood = "flood() { i=0; while ! test -e enough; do"
                + " seq -f \"%.0f $1 ..........................................\" $((i+1)) $((i+CHUNK));"
                + " i=$((i+CHUNK)); done; echo $i > last-$1-CHILD; }; "
                + "flood o & flood e >&2; wait; exec sleep 1000";
        List<Spawned> children = new ArrayList<>();
        List<Pipes> pipes = new ArrayList<>();
        try (LogHub first = LogHub.open(home)) {
            for (int i = 1; i <= 2; i++) {
                Spawned child = new PosixSpawner()
                        .spawn(new Command(
                                List.of(
                                        "sh",
                                        "-c",
                                        flood.replace("CHUNK", Integer.toString(CHUNK))
                                                .replace("CHILD", Integer.toString(i))),
                                Map.of("PATH", "/usr/bin:/bin"),
                                home));
                LogTargets targets = HubMain.targets(home);
                Pipes names = child.pipes();
                first.attach(new StreamKey(i, Stream.OUT), "app", child.id(), child.stdout(), names.out(), targets);
                first.attach(new StreamKey(i, Stream.ERR), "app", child.id(), child.stderr(), names.err(), targets);
                children.add(child);
                pipes.add(names);
            }
        }
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Process manager = manager(children, pipes);
                Thread.sleep(random.nextInt(80), random.nextInt(1_000_000));
                manager.destroyForcibly().waitFor();
            }
            Process last = manager(children, pipes);
            Files.createFile(home.resolve("enough"));
            await().until(() ->
                    children.stream().allMatch(child -> commandLine(child).startsWith("sleep")));
            long deadline =
                    System.nanoTime() + Duration.ofSeconds(Patience.SECONDS).toNanos();
            while (count(home.resolve("logs/all.log")) < lines("o") + lines("e") && System.nanoTime() < deadline) {
                Thread.sleep(100);
            }
            last.getOutputStream().close();
            last.waitFor();
        } finally {
            for (Spawned child : children) {
                Processes.killTree(child.id(), Signal.KILL);
            }
        }
        // Two instances write to each file: each one's numbers rise by one from 1 to its end.
        assertNumbered(home.resolve("logs/out.log"), 2, lines("o"));
        assertNumbered(home.resolve("logs/err.log"), 2, lines("e"));
        assertNumbered(home.resolve("logs/all.log"), 4, lines("o") + lines("e"));
    }

    /** How many both have written of one stream. */
    private int lines(String stream) throws IOException {
        int lines = 0;
        for (int child = 1; child <= 2; child++) {
            lines += Integer.parseInt(Files.readString(home.resolve("last-" + stream + "-" + child))
                    .strip());
        }
        return lines;
    }

    private Process manager(List<Spawned> children, List<Pipes> pipes) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                HubMain.class.getName(),
                home.toString()));
        for (int i = 0; i < children.size(); i++) {
            command.add(Long.toString(children.get(i).id().pid()));
            command.add(pipes.get(i).out());
            command.add(pipes.get(i).err());
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("attached", in.readLine());
        return process;
    }

    private static long count(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private static String commandLine(Spawned child) {
        try {
            return Files.readString(Path.of("/proc/" + child.id().pid() + "/cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void assertNumbered(Path file, int writers, int lines) throws IOException {
        Map<String, Integer> problems = new TreeMap<>();
        // How many of the writers' streams have reached each number: no number may come before its predecessor did.
        int[] reached = new int[lines + 2];
        reached[0] = writers;
        int count = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            String[] parts = line.split(" ", -1);
            if (!line.matches(
                    "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [+-]\\d\\d:\\d\\d: \\d+ [oe] \\.{42}")) {
                problems.merge("malformed: " + line, 1, Integer::sum);
                continue;
            }
            int number = Integer.parseInt(parts[3]);
            count++;
            if (++reached[number] > reached[number - 1]) {
                problems.merge("line " + number + " doubled, or before the one before it", 1, Integer::sum);
            }
        }
        assertEquals(Map.of(), problems, file.toString());
        assertEquals(lines, count, file.toString());
    }
}
