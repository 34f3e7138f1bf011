package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTreeTest {

    @Test
    void anchorsAndMergeKeysWork() {
        var app = Reading.app("""
                x-common: &common
                  script: serve
                  env: &env {A: 1, B: 2}
                apps:
                  - <<: *common
                    port: 81
                    env:
                      <<: *env
                      B: 3
                """);
        assertEquals(Map.of("A", "1", "B", "3", "PORT", "81"), app.env());
    }

    @Test
    void aListOfMergedMapsGivesWayFromLeftToRight() {
        var app = Reading.app("""
                x-a: &a {namespace: a}
                x-b: &b {namespace: b, port: 82}
                apps: [{<<: [*a, *b], script: serve}]
                """);
        assertEquals("a", app.namespace());
        assertEquals(82, app.listen().orElseThrow().port());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a: 1\\na: 2|2:1: \"a\" stands here again, after line 1; expected each key once",
                "a: b: c|1:5: not YAML: mapping values are not allowed here",
                "a: [1\\n|2:1: not YAML: while parsing a flow sequence: expected ',' or ']', but got <stream end>",
                "a: 1\\n---\\nb: 2|3:1: a second document begins here; expected one document a file",
                "a: *x|1:4: alias *x has no anchor before it; expected &x on an earlier, complete value",
                "a: &x [*x]|1:8: alias *x has no anchor before it; expected &x on an earlier, complete value",
                "<<: 5|1:5: << merges a number; expected a map or a list of maps",
            })
    void brokenTextIsOneProblemWithItsPlace(String text, String problem) {
        assertEquals(
                "ecosystem.yaml:" + problem, problems(text.replace("\\n", "\n")).get(0));
    }

    @Test
    void controlCharactersTabsAndStrangeKeysAreTold() {
        assertEquals(
                List.of("ecosystem.yaml:2:4: not YAML: the character U+0001 is not allowed"),
                problems("a: 1\nb: \u0001\n"));
        assertTrue(problems("\ta: 1").get(0).contains("TAB"), problems("\ta: 1").get(0));
        assertEquals(1, problems("? [a]\n: b\n").size());
        assertEquals(1, problems("a: 'x\n").size());
    }

    @Test
    void depthAndAliasesHaveLimits() {
        assertEquals(
                List.of("ecosystem.yaml:1:66: values are nested too deeply; expected at most 64 levels"),
                problems("[".repeat(2000)));
        StringBuilder laughs = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            String before = "*a" + (i - 1);
            laughs.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(",", java.util.Collections.nCopies(10, before))));
        }
        assertEquals(
                List.of("ecosystem.yaml:6:10: aliases make this too large; expected at most 100000 values")
                        .toString()
                        .replaceAll(":\\d+:\\d+:", ""),
                problems(laughs.toString()).toString().replaceAll(":\\d+:\\d+:", ""));
    }

    private static List<String> problems(String text) {
        Report report = new Report("ecosystem.yaml");
        YamlTree.parse(text, report);
        return report.problems().stream().map(Problem::line).toList();
    }
}
