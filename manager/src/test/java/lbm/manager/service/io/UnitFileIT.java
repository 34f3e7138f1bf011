package lbm.manager.service.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lbm.manager.service.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unit before systemd's own checker, and the parts of {@link Systemd} that need no systemd. */
class UnitFileIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with space and 100%"})
    void systemdFindsNothingWrongWithTheUnit(String name) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd-analyze is not installed");
        Path command = Files.createDirectories(folder.resolve(name)).resolve("lbm");
        Files.writeString(command, "#!/bin/sh\n");
        assertEquals(true, command.toFile().setExecutable(true));
        for (String user : new String[] {"root", "daemon"}) {
            Unit unit = new Unit(
                    user,
                    folder.resolve("home"),
                    command,
                    Path.of(System.getProperty("java.home")),
                    "/usr/bin:/bin",
                    Optional.of(folder.resolve(name).resolve("ecosystem.yaml")),
                    Optional.of("staging"),
                    Systemd.knowsSubgroups());
            Path file = folder.resolve(unit.name());
            Files.writeString(file, unit.text());
            Process verify = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("", said);
            assertEquals(0, verify.waitFor());
        }
    }

    @Test
    void removingAUnitThatIsNotThereSaysSo() throws Exception {
        assertEquals(false, new Systemd(folder).remove("lbm-nobody.service"));
    }

    @Test
    void usersAreFoundWithTheirHomes() {
        assertEquals(Optional.of(Path.of("/root")), Users.homeOf("root"));
        assertEquals(Optional.empty(), Users.homeOf("no-such-user"));
    }
}
