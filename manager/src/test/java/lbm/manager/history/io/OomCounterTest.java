package lbm.manager.history.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lbm.manager.history.Cause.Oom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomCounterTest {

    @TempDir
    Path folder;

    private Path events(String group) throws IOException {
        Path file = Files.createDirectories(folder.resolve(group)).resolve("memory.events");
        Files.writeString(file, "low 0\noom 0\noom_kill 0\n");
        return file;
    }

    private Optional<Path> of(String membership) throws IOException {
        Path file = Files.writeString(folder.resolve("membership"), membership);
        return OomCounter.events(file, folder);
    }

    @Test
    void beforeTheGroupsOfProgramsBesideItCountsTheirUnit() throws Exception {
        Path unit = events("system.slice/lbm-www.service");
        Path own = events("system.slice/lbm-www.service/lbm-manager");
        assertEquals(Optional.of(unit), of("0::/system.slice/lbm-www.service/lbm-manager\n"));
        assertEquals(Optional.of(unit), of("0::/system.slice/lbm-www.service\n"));
        Files.delete(own);
        assertEquals(Optional.empty(), of("4:memory:/\n"));
        assertEquals(Optional.empty(), of("0::/gone\n"));
    }

    @Test
    void aCounterThatHasGrownSaysItWasTheKernel() throws Exception {
        Path machine = Files.writeString(folder.resolve("vmstat"), "oom_kill 3\n");
        Path unit = events("unit");
        OomCounter counter = new OomCounter(machine, Optional.of(unit));
        assertEquals(Oom.NO, counter.look());
        Files.writeString(machine, "oom_kill 4\n");
        assertEquals(Oom.MACHINE, counter.look());
        Files.writeString(machine, "oom_kill 5\n");
        Files.writeString(unit, "oom_kill 1\n");
        assertEquals(Oom.CGROUP, counter.look());
        assertEquals(Oom.NO, counter.look());
    }
}
