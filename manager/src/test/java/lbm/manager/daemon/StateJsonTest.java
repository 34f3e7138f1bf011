package lbm.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.instance.Trace;
import lbm.manager.instance.Wanted;
import lbm.manager.process.Pipes;
import lbm.manager.process.ProcessId;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateJsonTest {

    private static final AppSpec SPEC = Specs.site(2, "7").withEnviron(Map.of("HOME", "/home/me"));

    @Test
    void aSpecComesBackWithTheCallersEnvironment() {
        assertEquals(SPEC, StateJson.spec(StateJson.spec(SPEC)));
    }

    @ParameterizedTest
    @EnumSource
    void anInstanceComesBackAsItWasButForItsTimes(State state) {
        for (Wanted wanted : Wanted.values()) {
            Instance m = new Instance(
                    new Key(3, 99),
                    SPEC,
                    1,
                    4,
                    state,
                    wanted,
                    true,
                    OptionalLong.empty(),
                    0,
                    5,
                    2,
                    "exit code 3",
                    Trace.exit(3));
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            StateJson.instance(node, m, null);
            assertEquals(m, StateJson.instance(node, SPEC));
            assertEquals(Optional.empty(), StateJson.process(node));
        }
    }

    @Test
    void aProcessComesBackWithWhatMakesItUnmistakable() {
        ProcessId process = new ProcessId(4711, 123_456_789L, "b0-07");
        Instance m = Instance.fresh(new Key(3, 99), SPEC, 1, 4);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Pipes pipes = new Pipes("pipe:[1]", "pipe:[2]");
        StateJson.instance(node, m, new Run(m.key(), SPEC, process, pipes, 1_700_000_000_000L, false, 0));
        assertEquals(pipes, StateJson.pipes(node));
        assertEquals(Optional.of(process), StateJson.process(node));
        assertEquals(1_700_000_000_000L, node.path("started").asLong());
    }

    @Test
    void anEndThatWasBegunHasWhatIsLeftOfItsTime() {
        Instance stopping = Instance.fresh(new Key(3, 99), SPEC, 1, 4)
                .adopted(State.STOPPING, 0, 0, OptionalLong.of(9_000_000_000L));
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        StateJson.until(node, stopping, 1_000_000_000L, 50_000);
        Duration whole = Duration.ofSeconds(10);
        assertEquals(Duration.ofSeconds(8), StateJson.left(node, 50_000, whole));
        assertEquals(Duration.ofSeconds(3), StateJson.left(node, 55_000, whole));
        assertEquals(Duration.ZERO, StateJson.left(node, 99_000, whole));
        assertEquals(whole, StateJson.left(node, 0, whole), "never more than the file says");
        assertEquals(whole, StateJson.left(JsonNodeFactory.instance.objectNode(), 50_000, whole));
    }

    @Test
    void aLifeThatDoesNotEndHasNoSuchTime() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        StateJson.until(
                node,
                Instance.fresh(new Key(3, 99), SPEC, 1, 4).adopted(State.LAUNCHING, 0, 0, OptionalLong.of(9)),
                0,
                0);
        assertEquals(0, node.size());
    }

    @Test
    void theIdentityComesBack() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("home", "ab12").put("token", "t0ken");
        assertEquals(new Identity("ab12", "t0ken"), StateJson.identity(root));
    }

    @Test
    void twoHomesAreNotTakenForEachOther() {
        assertEquals(16, Identity.fresh().home().length());
        assertEquals(false, Identity.fresh().equals(Identity.fresh()));
    }
}
