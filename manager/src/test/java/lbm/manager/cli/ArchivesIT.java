package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lbm.it.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsal, with the real programs, on a copy of the installed jars. */
class ArchivesIT {
    @TempDir
    Path folder;

    @Test
    void archivesOfAllThreeProgramsAreMadeOnceAndUsedAndNothingKeepsRunning() throws Exception {
        Path root = copyOfInstallation();
        Path home = folder.resolve("h");
        Path cds = root.resolve("manager/target/lbm/cds");

        assertTrue(lbm(root, home, "archives").contains("3 class archives made"));
        try (Stream<Path> files = Files.list(cds)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            for (String part : List.of("cli-", "manager-", "worker-")) {
                assertTrue(names.stream().anyMatch(name -> name.startsWith(part)), names.toString());
            }
        }
        Patience.await().until(() -> processesOf(home.resolve("run/rehearsal")).isEmpty());
        assertEquals(false, Files.exists(home.resolve("run/rehearsal")));
        assertTrue(lbm(root, home, "manager-command")
                .contains(cds.resolve("manager-").toString()));
        assertTrue(lbm(root, home, "version").startsWith("lbm "));
        assertEquals("", lbm(root, home, "archives"), "they are up to date");
    }

    private Path copyOfInstallation() throws IOException {
        Path from =
                Path.of(System.getProperty("lbm.root", "..")).toAbsolutePath().normalize();
        Path root = folder.resolve("r");
        Path lib = Files.createDirectories(root.resolve("manager/target/lbm/lib"));
        try (Stream<Path> jars = Files.list(from.resolve("manager/target/lbm/lib"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, lib.resolve(String.valueOf(jar.getFileName())), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.createDirectories(root.resolve("scripts"));
        Files.copy(from.resolve("scripts/lbm"), root.resolve("scripts/lbm"), StandardCopyOption.COPY_ATTRIBUTES);
        return root;
    }

    private String lbm(Path root, Path home, String command) throws Exception {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(root.resolve("scripts/lbm").toString(), command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Map.of("LBM_HOME", home.toString(), "JAVA_HOME", System.getProperty("java.home")));
        assertEquals(0, builder.start().waitFor(), Files.readString(out));
        return Files.readString(out);
    }

    private static List<Long> processesOf(Path home) {
        List<Long> found = new ArrayList<>();
        ProcessHandle.allProcesses().forEach(process -> {
            try {
                byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
                if (new String(environment, StandardCharsets.ISO_8859_1).contains("LBM_HOME=" + home)) {
                    found.add(process.pid());
                }
            } catch (IOException e) {
                // Gone, or another user's.
                return;
            }
        });
        return found;
    }
}
