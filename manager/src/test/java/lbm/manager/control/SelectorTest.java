package lbm.manager.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lbm.manager.control.Selector.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    private static final List<Target> ALL = List.of(
            new Target("site", "web", 0, 0),
            new Target("site", "web", 1, 1),
            new Target("api", "web", 2, 0),
            new Target("job", "back", 3, 0),
            new Target("2", "back", 4, 0),
            new Target("a:b", "back", 5, 0),
            new Target("a:b", "back", 6, 1));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "all; 0 1 2 3 4 5 6",
                "site; 0 1",
                "web; 0 1 2",
                "back; 3 4 5 6",
                "3; 3",
                "0; 0",
                "site:1; 1",
                "a:b; 5 6",
                "a:b:1; 6",
                "/^s/; 0 1",
                "/i/; 0 1 2",
                "/^(api|job)$/; 2 3"
            })
    void aSelectorMeansWhatItMeansToPm2(String selector, String ids) {
        assertEquals(ids, ids(selector));
    }

    @Test
    void digitsAreANameBeforeTheyAreAnId() {
        assertEquals("4", ids("2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nobody", "", "9", "site:2", "site:x", "nobody:0", "99999999999", "-1", "/nobody/", "/", ":1"})
    void whoIsNotThereIsNobody(String selector) {
        assertEquals("", ids(selector));
    }

    @Test
    void aBrokenExpressionIsToldInOneLine() {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Selector.choose("/(/", ALL))
                .getMessage());
        assertTrue(message.startsWith("/(/ is not a regular expression: "), message);
        assertEquals(1, message.lines().count());
    }

    private static String ids(String selector) {
        return String.join(
                " ",
                Selector.choose(selector, ALL).stream()
                        .map(t -> Integer.toString(t.id()))
                        .toList());
    }
}
