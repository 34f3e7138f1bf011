package lbm.worker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentTest {

    private final Sent<String> sent = new Sent<>(2);

    @Test
    void noMoreThanTheWindowIsUnderWay() {
        List.of("a", "b", "c").forEach(sent::offer);
        assertEquals(Optional.of("a"), sent.next());
        assertEquals(Optional.of("b"), sent.next());
        assertEquals(Optional.empty(), sent.next());
        assertEquals(List.of("a"), sent.acknowledged(1));
        assertEquals(Optional.of("c"), sent.next());
        assertEquals(2, sent.underWay());
    }

    @Test
    void anAcknowledgementCoversAllBeforeItOnce() {
        List.of("a", "b").forEach(sent::offer);
        sent.next();
        sent.next();
        assertEquals(List.of("a", "b"), sent.acknowledged(2));
        assertEquals(List.of(), sent.acknowledged(2));
        assertEquals(List.of(), sent.acknowledged(1));
    }

    @Test
    void whatNobodyAcknowledgedComesBackInOrder() {
        List.of("a", "b", "c").forEach(sent::offer);
        sent.next();
        sent.next();
        sent.acknowledged(1);
        assertEquals(List.of("b", "c"), sent.takeBack());
        assertEquals(List.of(), sent.takeBack());
    }

    @Test
    void moreThanWasSentCannotBeAcknowledged() {
        sent.offer("a");
        assertEquals(
                "acknowledged 1 descriptors of 0",
                assertThrows(IllegalStateException.class, () -> sent.acknowledged(1))
                        .getMessage());
    }
}
