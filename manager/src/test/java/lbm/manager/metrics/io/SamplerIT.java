package lbm.manager.metrics.io;

import static lbm.it.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import lbm.manager.metrics.Usage;
import lbm.manager.process.Command;
import lbm.manager.process.Signal;
import lbm.manager.process.io.Descriptors;
import lbm.manager.process.io.PosixSpawner;
import lbm.manager.process.io.Processes;
import lbm.manager.process.io.Spawned;
import org.junit.jupiter.api.Test;

class SamplerIT {

    @Test
    void memoryAndCpuOfTheWholeTreeAreTold() throws Exception {
        // A shell that sleeps, and a child of it that is busy and holds 40 MB.
        String hog = "dd if=/dev/zero of=/dev/null bs=40M count=1000000 2> /dev/null & exec sleep 1000";
        Spawned child = new PosixSpawner()
                .spawn(new Command(List.of("sh", "-c", hog), Map.of("PATH", "/usr/bin:/bin"), Path.of("/")));
        Descriptors.close(child.stdout());
        Descriptors.close(child.stderr());
        long pid = child.id().pid();
        List<Map<Long, Usage>> samples = new CopyOnWriteArrayList<>();
        Sampler sampler = Sampler.start(
                () -> Set.of(pid, 999_999_999L), Set::of, Duration.ofMillis(200), Runnable::run, samples::add);
        try {
            await().untilAsserted(() -> {
                assertTrue(samples.size() > 2);
                Usage usage = samples.get(samples.size() - 1).get(pid);
                assertTrue(usage != null && usage.rssBytes() > 30 << 20 && usage.cpuPercent() > 10, "" + usage);
            });
            assertEquals(Set.of(pid), samples.get(0).keySet());
            Processes.killTree(child.id(), Signal.KILL);
            await().until(() -> !Processes.alive(child.id()));
        } finally {
            sampler.close();
            Processes.killTree(child.id(), Signal.KILL);
        }
    }
}
