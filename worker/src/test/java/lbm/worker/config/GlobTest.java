package lbm.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.pdf|a.pdf|true",
                "*.pdf|deep/er/a.pdf|true",
                "*.pdf|a.pdf/b|false",
                "*.pdf|.pdf|true",
                "/*.pdf|a.pdf|true",
                "/*.pdf|deep/a.pdf|false",
                "assets/*|assets/a.js|true",
                "assets/*|assets/x/a.js|false",
                "assets/**|assets/x/a.js|true",
                "/assets/**|assets/x/a.js|true",
                "assets/**|assetsx/a.js|false",
                "**/a.js|a.js|true",
                "**/a.js|x/y/a.js|true",
                "**/a.js|x/ya.js|false",
                "x/**/a.js|x/a.js|true",
                "x/**/a.js|x/y/z/a.js|true",
                "x/**/a.js|x/ya.js|false",
                "x/**/y/**/a.js|x/y/a.js|true",
                "x**z|x/y/z|false",
                "x/**z|x/y/z|true",
                "?.js|a.js|true",
                "?.js|ab.js|false",
                "/?/b|a/b|true",
                "/a?b|a/b|false",
                "*.{js,css}|a.css|true",
                "*.{js,css}|a.cs|false",
                "{a,b/{c,d}}.js|b/d.js|true",
                "{a,b/{c,d}}.js|a.js|true",
                "a{,.min}.js|a.js|true",
                "\\*.js|*.js|true",
                "\\*.js|a.js|false",
                "\\{a\\}|{a}|true",
                "Ä.txt|Ä.txt|true",
                "a.b|axb|false",
                "*|a|true",
                "**|a/b/c|true",
                "***|a|true",
            })
    void aPatternMatchesPaths(String pattern, String path, boolean matches) {
        assertEquals(matches, Glob.of(pattern).matches(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{a",
                "a{b{c}",
                "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}",
            })
    void whatIsNoPatternIsRefused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> Glob.of(pattern));
    }

    @Test
    void noPatternHangs() {
        Glob glob = Glob.of("/" + "*a".repeat(100) + "b");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertFalse(glob.matches("a".repeat(5000))));
    }
}
