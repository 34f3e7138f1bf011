package lbm.manager.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstallationTest {
    private static final List<String> JARS = List.of(
            "jackson-annotations.jar",
            "jackson-core.jar",
            "jackson-databind.jar",
            "jackson-dataformat-yaml.jar",
            "jna.jar",
            "lbm-manager.jar",
            "lbm-worker.jar",
            "netty-common.jar",
            "netty-transport-native-epoll-linux-aarch_64.jar",
            "netty-transport-native-epoll-linux-x86_64.jar",
            "picocli.jar",
            "slf4j-api.jar",
            "slf4j-simple.jar",
            "snakeyaml.jar");

    private static Installation on(int feature, Map<Part, Path> archives, Optional<Path> recording) {
        return new Installation(
                Path.of("/opt/lbm x"),
                Path.of("/opt/lbm x/lib"),
                Path.of("/jdk"),
                feature + ".0.1+2",
                feature,
                "amd64",
                JARS,
                archives,
                recording);
    }

    private static Installation plain(int feature) {
        return on(feature, Map.of(), Optional.empty());
    }

    @Test
    void eachProgramGetsTheJarsItNeedsAndNoOthers() {
        assertEquals(
                List.of(
                        "lbm-worker.jar",
                        "netty-common.jar",
                        "netty-transport-native-epoll-linux-x86_64.jar",
                        "jackson-core.jar",
                        "slf4j-api.jar",
                        "slf4j-simple.jar"),
                Part.WORKER.classPath(JARS, "amd64"));
        assertFalse(Part.MANAGER.classPath(JARS, "amd64").contains("picocli.jar"));
        assertEquals("lbm-manager.jar", Part.CLI.classPath(JARS, "amd64").get(0));
        assertFalse(Part.CLI.classPath(JARS, "amd64").contains("netty-common.jar"));
    }

    @Test
    void nativeJarsAreThoseOfTheMachine() {
        List<String> arm = Part.WORKER.classPath(JARS, "aarch64");
        assertTrue(arm.contains("netty-transport-native-epoll-linux-aarch_64.jar"));
        assertFalse(arm.contains("netty-transport-native-epoll-linux-x86_64.jar"));
    }

    @Test
    void everyWayToWriteAnArchitectureIsKnown() {
        List<String> jars = List.of(
                "lbm-worker.jar",
                "native-linux-aarch64.jar",
                "native-linux-x86_64.jar",
                "zstd-jni-linux_aarch64.jar",
                "zstd-jni-linux_amd64.jar");
        assertEquals(
                List.of("lbm-worker.jar", "native-linux-x86_64.jar", "zstd-jni-linux_amd64.jar"),
                Part.WORKER.classPath(jars, "amd64"));
        assertEquals(
                List.of("lbm-worker.jar", "native-linux-aarch64.jar", "zstd-jni-linux_aarch64.jar"),
                Part.WORKER.classPath(jars, "aarch64"));
        assertEquals(List.of("lbm-worker.jar"), Part.MANAGER.classPath(jars, "amd64"));
    }

    @Test
    void aWorkersHeapIsCappedAsAsked() {
        List<String> command = plain(17).workerCommand(96);
        assertEquals("/jdk/bin/java", command.get(0));
        assertTrue(command.contains("-Xmx96m"));
        assertEquals("lbm.worker.Main", command.get(command.size() - 1));
    }

    @Test
    void optionsThatSilenceWarningsAreOnlyGivenToJdksThatKnowThem() {
        for (int feature : new int[] {17, 21, 23}) {
            assertFalse(plain(feature).managerCommand().contains("--enable-native-access=ALL-UNNAMED"));
        }
        assertTrue(plain(25).managerCommand().contains("--enable-native-access=ALL-UNNAMED"));
        assertTrue(plain(25).workerCommand(64).contains("--sun-misc-unsafe-memory-access=allow"));
    }

    @Test
    void anArchiveIsUsedInTheFormOfItsJdk() {
        Map<Part, Path> archives = Map.of(Part.MANAGER, Path.of("/cds/m"));
        assertTrue(on(17, archives, Optional.empty()).managerCommand().contains("-XX:SharedArchiveFile=/cds/m"));
        assertTrue(on(25, archives, Optional.empty()).managerCommand().contains("-XX:AOTCache=/cds/m"));
        assertFalse(
                on(25, archives, Optional.empty()).workerCommand(64).toString().contains("AOTCache"));
    }

    @Test
    void aRehearsalRecordsInsteadOfUsingAndPassesThatOn() {
        Map<Part, Path> archives = Map.of(Part.MANAGER, Path.of("/cds/m"));
        List<String> manager = on(17, archives, Optional.of(Path.of("/rec/1"))).managerCommand();
        assertTrue(manager.contains("-XX:DumpLoadedClassList=/rec/1/manager"));
        assertTrue(manager.contains("-Dlbm.recording=/rec"));
        assertFalse(manager.toString().contains("SharedArchiveFile"));
        List<String> cli = plain(25).rehearsalCommand(Path.of("/rec/0"), Path.of("/e.yaml"));
        assertTrue(cli.contains("-XX:AOTConfiguration=/rec/0/cli"));
        assertEquals("/e.yaml", cli.get(cli.size() - 1));
    }

    @Test
    void anArchiveIsMadeWithTheClassPathItIsUsedWithAndWithoutAProgram() {
        for (int feature : new int[] {17, 25}) {
            Installation installation = plain(feature);
            List<String> making = installation.archiveCommand(Part.WORKER, Path.of("/rec/worker"), Path.of("/out"));
            List<String> using = installation.workerCommand(64);
            assertEquals(using.get(using.indexOf("-cp") + 1), making.get(making.size() - 1));
            assertFalse(making.contains("lbm.worker.Main"));
        }
    }

    @Test
    void archivesAreNamedByProgramAndJdk() {
        assertEquals("cli-17.0.1.jsa", ClassArchive.of(24).fileName(Part.CLI, "17.0.1"));
        assertEquals("worker-25.aot", ClassArchive.of(25).fileName(Part.WORKER, "25"));
    }
}
