package lbm.manager.process.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import lbm.manager.process.Command;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.ParallelSpawner.Start;
import org.junit.jupiter.api.Test;

class ParallelSpawnerTest {

    private static final int MANY = 50;

    private final Set<Thread> startedOn = ConcurrentHashMap.newKeySet();

    /** The program's name is its number; 13 is refused. */
    private Spawned start(Command command) throws IOException {
        startedOn.add(Thread.currentThread());
        int number = Integer.parseInt(command.argv().get(0));
        if (number == 13) {
            throw new IOException("no such program: 13");
        }
        return new Spawned(new ProcessId(number, 1, "boot"), -1, -1);
    }

    private static List<Command> commands(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Command(List.of(Integer.toString(number)), Map.of(), Path.of("/")))
                .toList();
    }

    private static void assertAllInTheirTurn(List<Start> starts) throws IOException {
        assertEquals(MANY, starts.size());
        for (int i = 0; i < MANY; i++) {
            if (i == 13) {
                IOException refused = assertThrows(IOException.class, starts.get(i)::get);
                assertEquals("no such program: 13", refused.getMessage());
            } else {
                assertEquals(i, starts.get(i).get().id().pid());
            }
        }
    }

    @Test
    void eachTellsInItsTurnWhatCameOfIt() throws IOException {
        assertAllInTheirTurn(new ParallelSpawner(this::start).spawn(commands(MANY)));
    }

    @Test
    void oneAloneCostsNoThread() {
        List<Thread> made = new ArrayList<>();
        new ParallelSpawner(this::start, task -> {
                    Thread thread = new Thread(task);
                    made.add(thread);
                    return thread;
                })
                .spawn(commands(1));
        assertEquals(List.of(), made);
        assertEquals(Set.of(Thread.currentThread()), startedOn);
    }

    @Test
    void whereNoThreadMayBeMadeTheyAreStartedOneByOne() throws IOException {
        ParallelSpawner spawner = new ParallelSpawner(this::start, task -> new Thread(task) {
            @Override
            public synchronized void start() {
                throw new OutOfMemoryError("unable to create native thread");
            }
        });
        assertAllInTheirTurn(spawner.spawn(commands(MANY)));
        assertEquals(Set.of(Thread.currentThread()), startedOn);
    }

    @Test
    void anInterruptionLosesNoProcess() throws IOException {
        Thread.currentThread().interrupt();
        assertAllInTheirTurn(new ParallelSpawner(this::start).spawn(commands(MANY)));
        assertTrue(Thread.interrupted());
        assertFalse(startedOn.isEmpty());
    }
}
