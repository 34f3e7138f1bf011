package lbm.manager.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartWordsTest {

    @Test
    void whatFollowsTwoDashesIsTheProgramsAndUntouched() {
        StartWords words = StartWords.of(List.of("app.js", "--watch", "--", "--watch=x", "--", "-i"));
        assertEquals(List.of("app.js", "--watch"), words.own());
        assertEquals(List.of("--watch=x", "--", "-i"), words.program());
    }

    @Test
    void flagsThatMayHaveValuesGetOneMeaning() {
        StartWords words =
                StartWords.of(List.of("--watch=src,lib", "a.js", "--stop-exit-codes", "0", "3", "12", "b.js", "7"));
        assertEquals(List.of("--watch-paths=src,lib", "a.js", "--stop-exit-codes", "0,3,12", "b.js", "7"), words.own());
    }
}
