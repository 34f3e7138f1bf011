package lbm.manager.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lbm.manager.spec.AppSpec.Listen;
import org.junit.jupiter.api.Test;

class SpecTest {

    @Test
    void aListenerIsNamedAsOneWritesIt() {
        assertEquals("0.0.0.0:8175", new Listen("0.0.0.0", 8175).name());
        assertEquals("[::1]:8175", new Listen("::1", 8175).name());
    }

    @Test
    void whatIsDeclaredIsTheSameForEveryCaller() {
        AppSpec mine = Specs.site(1).withEnviron(Map.of("HOME", "/home/me"));
        AppSpec yours = Specs.site(1).withEnviron(Map.of("HOME", "/home/you"));
        assertNotEquals(mine, yours);
        assertEquals(mine.declared(), yours.declared());
    }

    @Test
    void anotherNumberOfInstancesChangesNothingElse() {
        AppSpec spec = Specs.site(2).withEnviron(Map.of("HOME", "/home/me"));
        assertEquals(spec, spec.withInstances(5).withInstances(2));
        assertEquals(5, spec.withInstances(5).instances());
    }

    @Test
    void exitCodesAreNumberedInTheOrderOfTheirTable() {
        List<Integer> codes =
                Arrays.stream(ExitCode.values()).map(ExitCode::code).toList();
        assertEquals(IntStream.range(0, codes.size()).boxed().toList(), codes);
        assertEquals("done", ExitCode.DONE.meaning());
    }
}
