package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({
        "instnces,instances",
        "isntances,instances",
        "maxRestarts,max_restarts",
        "max-memory-restart,max_memory_restart",
        "max_memory,max_memory_restart",
        "memory,memory_max",
        "nmae,name",
        "Script,script",
        "kill_timout,kill_timeout",
    })
    void aSlipIsFound(String typed, String meant) {
        assertEquals(Optional.of(meant), Nearest.to(typed, Fields.names(Fields.APP)));
    }

    @Test
    void somethingElseIsNot() {
        assertEquals(Optional.empty(), Nearest.to("colour", Fields.names(Fields.APP)));
        assertEquals(Optional.empty(), Nearest.to("x", List.of("spa", "root")));
    }
}
