package lbm.manager.process.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfIT {

    @Test
    void aJvmBecomesAnotherProgramAndKeepsOnlyWhatItShall() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExecMain.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        String kept = lines.get(4).replaceAll(".* ", "");
        assertEquals(
                List.of(
                        "no such program: /no/such/program",
                        "open",
                        "pid " + process.pid(),
                        Long.toString(process.pid()),
                        "0 1 2 3 " + kept + " kept " + kept, // 3 is of ls
                        "SigBlk:\t0000000000000000",
                        "b c"),
                lines);
        assertEquals(0, process.waitFor());
    }
}
