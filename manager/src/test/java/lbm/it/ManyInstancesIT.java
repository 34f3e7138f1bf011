package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two hundred programs under one manager: nothing is lost, doubled or left open, and little is written. */
@Timeout(600)
class ManyInstancesIT {

    private static final int COUNT = 200;
    private static final Set<Integer> IDS =
            IntStream.range(0, COUNT).boxed().collect(Collectors.toCollection(TreeSet::new));

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void twoHundredAreStartedAdoptedRestartedAndStopped() throws Exception {
        lbm.startFile("""
                apps:
                  - {name: many, script: sleep, args: "100000", interpreter: none, instances: %d}
                """.formatted(COUNT));
        Set<Long> first = allOnline(0);

        lbm.killManager();
        lbm.run("start").expect(0);
        assertEquals(first, allOnline(0), "every process goes on under the next manager");
        long manager = lbm.managerPid();
        long descriptors = descriptors(manager);

        try (Writes writes = new Writes(lbm.home().home(), "state.json")) {
            lbm.run("restart", "all").expect(0);
            int written = writes.count();
            assertTrue(written > 0 && written < 2 * COUNT, () -> written + " writes of the state");
        }
        Set<Long> second = allOnline(1);
        assertTrue(second.stream().noneMatch(first::contains), "every process is a new one");
        lbm.await("the former processes are gone", () -> first.stream().noneMatch(Os::alive));
        assertEquals(manager, lbm.managerPid());
        lbm.await("no descriptor is left open", () -> descriptors(manager) <= descriptors + 8);

        lbm.killManager();
        lbm.run("start").expect(0);
        assertEquals(second, allOnline(1));
        lbm.run("stop", "all").expect(0);
        lbm.await("all are stopped", () -> second.stream().noneMatch(Os::alive));
        assertEquals(IDS, ids("stopped"));
        long last = lbm.managerPid();
        lbm.await("their descriptors are closed", () -> descriptors(last) < descriptors - 2 * COUNT);
        lbm.run("delete", "all").expect(0);
        assertEquals(0, lbm.jlist().size());
    }

    /** The pids of all instances, each online and restarted so many times. */
    private Set<Long> allOnline(int restarts) {
        assertEquals(IDS, ids("online"));
        Set<Long> pids = new HashSet<>();
        for (JsonNode instance : lbm.jlist()) {
            assertEquals(restarts, instance.path("pm2_env").path("restart_time").asInt(), instance::toString);
            assertTrue(Os.alive(instance.path("pid").asLong()), instance::toString);
            pids.add(instance.path("pid").asLong());
        }
        assertEquals(COUNT, pids.size());
        return pids;
    }

    private Set<Integer> ids(String status) {
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode instance : lbm.jlist()) {
            if (instance.path("pm2_env").path("status").asText().equals(status)) {
                ids.add(instance.path("pm_id").asInt());
            }
        }
        return ids;
    }

    private static long descriptors(long pid) {
        try (var open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Counts how often a file is put in its place. */
    private static final class Writes implements AutoCloseable {
        private final WatchService service;
        private final String name;
        private int count;

        Writes(Path folder, String name) throws IOException {
            this.service = folder.getFileSystem().newWatchService();
            this.name = name;
            folder.register(service, StandardWatchEventKinds.ENTRY_CREATE);
        }

        int count() throws InterruptedException {
            for (WatchKey key = service.poll(1, TimeUnit.SECONDS); key != null; key = service.poll()) {
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (event.kind() == StandardWatchEventKinds.OVERFLOW
                            || String.valueOf(event.context()).equals(name)) {
                        count += event.count();
                    }
                }
                key.reset();
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            service.close();
        }
    }
}
