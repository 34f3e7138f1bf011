package lbm.manager.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignalTest {

    @Test
    void isNamedInEveryCustomaryWay() {
        for (String text : new String[] {"INT", "SIGINT", "sigint", " 2 ", "int"}) {
            assertEquals(Optional.of(Signal.INT), Signal.parse(text), text);
        }
        assertEquals(Optional.of(new Signal(35)), Signal.parse("SIGRTMIN+1"));
    }

    @Test
    void isRefusedWhenThereIsNoSuchSignal() {
        for (String text : new String[] {"", "SIG", "FOO", "0", "65", "-1", "RTMIN+31", "999"}) {
            assertEquals(Optional.empty(), Signal.parse(text), text);
        }
    }

    @Test
    void tellsItsName() {
        assertEquals("SIGTERM", Signal.TERM.name());
        assertEquals("SIGSYS", new Signal(31).name());
        assertEquals("signal 32", new Signal(32).name());
        assertEquals("SIGRTMIN+0", new Signal(34).name());
    }

    @Test
    void exitsAreDescribedInOnePhrase() {
        assertEquals("exit code 3", new Exit.Code(3).describe());
        assertEquals("SIGKILL", new Exit.Signal(9, false).describe());
        assertEquals("SIGSEGV (core dumped)", new Exit.Signal(11, true).describe());
    }
}
