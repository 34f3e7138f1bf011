package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands on {@code ecosystem.config.js}. */
class ConfigFileIT {

    private static final String NAME = "ecosystem.config.js";

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aFileThatIsAProgramIsStartedComparedAndReloaded() {
        lbm.home().write(NAME, sleeping("process.env.HOW_MANY"));
        Answer start = lbm.run(Map.of("HOW_MANY", "2"), "start").expect(0);
        assertTrue(start.err().contains("evaluated"), start::err);
        assertEquals(2, lbm.jlist().size());
        assertEquals(
                "s: instances: 2 → 1\n",
                lbm.run(Map.of("HOW_MANY", "1"), "diff").expect(0).out());
        lbm.run(Map.of("HOW_MANY", "1"), "reload", NAME).expect(0);
        assertEquals(1, lbm.jlist().size());
        lbm.run(Map.of("HOW_MANY", "1"), "delete", NAME).expect(0);
        assertEquals(0, lbm.jlist().size());
    }

    @Test
    void aBrokenOneIsOneLineAndStartsNothing() {
        lbm.home().write(NAME, "module.exports = {\n  apps: [{script: nobody}]\n}");
        Answer start = lbm.run("start").expect(2);
        assertEquals("lbm: ecosystem.config.js:2:19: throws ReferenceError: nobody is not defined\n", start.err());
        assertFalse(Files.exists(lbm.home().home().resolve("manager.pid")));
    }

    @Test
    void importWritesAFileThatSaysTheSameAndReplacesNone() throws IOException {
        lbm.home().write(NAME, sleeping("2").replace("script:", "pmx: true, script:"));
        lbm.run("import").expect(0);
        Path yaml = lbm.home().work().resolve("ecosystem.yaml");
        String text = Files.readString(yaml);
        assertTrue(text.contains("    # pmx: true  # lbm does not act on it: "), text);
        assertEquals(
                lbm.run("validate", NAME).expect(0).out(),
                lbm.run("validate", "ecosystem.yaml").expect(0).out());
        Files.writeString(yaml, "# mine\n");
        Answer again = lbm.run("import", NAME).expect(1);
        assertTrue(again.err().contains("is there already"), again::err);
        assertEquals("# mine\n", Files.readString(yaml));
        assertEquals(text, lbm.run("import", NAME, "-o", "-").expect(0).out());
        lbm.run("import", NAME, "--force").expect(0);
        assertEquals(text, Files.readString(yaml));
        lbm.home().write(NAME, "module.exports = {apps: [{script: 'no such program'.slice(3, 7)}]}");
        lbm.run("import", NAME, "-o", "other.yaml").expect(2);
        assertFalse(Files.exists(lbm.home().work().resolve("other.yaml")));
    }

    private static String sleeping(String instances) {
        return "console.log('evaluated');\n"
                + "module.exports = {apps: [{name: 's', script: 'sleep', args: '1000', exec_mode: 'fork', instances: "
                + instances + "}]};\n";
    }
}
