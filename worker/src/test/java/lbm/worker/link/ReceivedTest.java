package lbm.worker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceivedTest {

    private final Received<String> received = new Received<>();

    @Test
    void aBatchHasWhatIsNewAndCountsFromTheFirst() {
        received.addListener();
        received.add("a");
        assertEquals(Optional.of(new Received.Batch<>(2, List.of("a"))), received.batch());
        received.add("b");
        received.add("c");
        assertEquals(Optional.of(new Received.Batch<>(4, List.of("b", "c"))), received.batch());
    }

    @Test
    void aListenerAloneIsAcknowledgedToo() {
        received.addListener();
        assertEquals(Optional.of(new Received.Batch<String>(1, List.of())), received.batch());
    }

    @Test
    void nothingNewIsNoBatch() {
        assertEquals(Optional.empty(), received.batch());
        received.add("a");
        received.batch();
        assertEquals(Optional.empty(), received.batch());
    }
}
