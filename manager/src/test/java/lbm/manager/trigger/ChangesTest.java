package lbm.manager.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private final Changes changes = new Changes(100);

    @Test
    void nothingIsDueWithoutAChange() {
        assertEquals(Optional.empty(), changes.due(false, 1000));
    }

    @Test
    void manyChangesAreOneReloadOnceTheyHaveCeased() {
        changes.changed("src/a.js", 0);
        changes.changed("src/b.js", 60);
        changes.changed("src/a.js", 90);
        assertEquals(Optional.empty(), changes.due(false, 150));
        assertEquals(Optional.of("changed: src/a.js and 1 more"), changes.due(false, 190));
        assertEquals(Optional.empty(), changes.due(false, 1000));
    }

    @Test
    void changesDuringAReloadAreDoneOnceAfterIt() {
        changes.changed("a", 0);
        assertEquals(Optional.empty(), changes.due(true, 500));
        changes.changed("b", 600);
        assertEquals(Optional.empty(), changes.due(true, 900));
        assertEquals(Optional.of("changed: a and 1 more"), changes.due(false, 900));
        assertEquals(Optional.empty(), changes.due(false, 2000));
    }

    @Test
    void whatIsForgottenIsNotDone() {
        changes.changed("a", 0);
        changes.forget();
        assertEquals(Optional.empty(), changes.due(false, 500));
    }
}
