package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|true",
                "application/json, text/plain, */*|true",
                "APPLICATION/JSON|true",
                "text/html, application/json;q=0.9|false",
                "text/html;q=0.5, application/json;q=0.9|true",
                "text/html,application/xhtml+xml,*/*;q=0.8|false",
                "*/*|false",
                "application/*|true",
                "application/json;q=0|false",
                "application/json;q=0, text/html;q=0|false",
                "image/png|false",
                ";;,,|false",
            })
    void jsonIsForWhoeverPrefersIt(String accept, boolean json) {
        assertEquals(json, Accept.prefersJson(accept));
    }

    @Test
    void whoeverSaysNothingGetsNoJson() {
        assertFalse(Accept.prefersJson(null));
        assertFalse(Accept.prefersJson(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html|1000|3",
                "text/html;q=0.25|250|3",
                "text/html;q=1.000|1000|3",
                "text/html;q=2|1000|3",
                "text/html;level=1;q=0.1|100|3",
                "text/*;q=0.5, text/html;q=0, */*|0|3",
                "*/*;q=0.001|1|1",
                "image/*|0|0",
            })
    void theMostPreciseRangeDecides(String accept, int thousandths, int precision) {
        assertEquals(new Accept.Wish(thousandths, precision), Accept.of(accept, "text", "html"));
    }
}
