package lbm.manager.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoredTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logs         | logs             | true",
                "logs         | logs/a.log       | true",
                "logs         | src/logs/a.log   | true",
                "logs         | mylogs/a.log     | false",
                "client/img   | client/img/a.png | true",
                "client/img   | x/client/img     | false",
                "./tmp        | tmp/a            | true",
                "tmp/         | tmp/a            | true",
                "/srv/app/tmp | tmp/a            | true",
                "*.log        | a.log            | true",
                "*.log        | src/deep/a.log   | true",
                "*.log        | a.logs           | false",
                "src/*.tmp    | src/a.tmp        | true",
                "src/*.tmp    | src/deep/a.tmp   | false",
                "src/**/*.tmp | src/deep/er/a.tmp| true",
                "src/**/*.tmp | src/a.tmp        | true",
                "**/build/**  | x/build/y        | true",
                "a?.js        | ab.js            | true",
                "[ab].js      | b.js             | true",
                "[!ab].js     | b.js             | false",
                "*.{tmp,bak}  | src/x.bak        | true",
                "'\\.txt'     | notes.txt        | true",
                "'\\.txt'     | src/notes.txt.gz | true",
                "'/\\.te?mp$/'| src/a.tmp        | true",
                "'/\\.te?mp$/'| src/a.tmp.js     | false",
                "x            | .hidden          | false",
                "x            | node_modules/a   | true",
                "x            | a/.git/index     | true",
                "x            | src/.a.js.swp    | true",
                "x            | a.b              | false",
            })
    void aPatternMeansWhatPm2sUsersWriteIt(String pattern, String path, boolean ignored) {
        assertEquals(ignored, new Ignored("/srv/app", List.of(pattern)).test("/srv/app/" + path));
    }

    @Test
    void withoutPatternsWhatBeginsWithADotIsIgnored() {
        Ignored plain = new Ignored("/srv/app", List.of());
        assertTrue(plain.test("/srv/app/.env"));
        assertTrue(plain.test("/srv/app/src/.cache/x"));
        assertFalse(plain.test("/srv/app/src/x.y"));
    }

    @Test
    void aFolderOutsideOfTheAppsIsNamedWhole() {
        Ignored some = new Ignored("/srv/app", List.of("/etc/app/secret"));
        assertTrue(some.test("/etc/app/secret/key"));
        assertFalse(some.test("/etc/app/public"));
        assertEquals("/etc/app/public", some.shown("/etc/app/public"));
        assertEquals("src/a", some.shown("/srv/app/src/a"));
    }

    @Test
    void whatIsNoPatternIsNamed() {
        assertEquals(
                "ignore_watch: `\\q(` is no pattern: Illegal/unsupported escape sequence",
                assertThrows(IllegalArgumentException.class, () -> new Ignored("/srv", List.of("\\q(")))
                        .getMessage());
    }
}
