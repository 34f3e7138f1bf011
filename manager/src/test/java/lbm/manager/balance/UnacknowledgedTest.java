package lbm.manager.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnacknowledgedTest {

    private final Unacknowledged lane = new Unacknowledged();

    @Test
    void whatIsAcknowledgedCanBeClosedInTheOrderItWasSent() {
        lane.sent(10);
        lane.sent(11);
        lane.sent(12);
        assertEquals(List.of(10, 11), lane.acknowledge(2));
        assertEquals(1, lane.size());
        assertEquals(List.of(12), lane.acknowledge(3));
    }

    @Test
    void theSameCountAgainAcknowledgesNothingMore() {
        lane.sent(10);
        assertEquals(List.of(10), lane.acknowledge(1));
        assertEquals(List.of(), lane.acknowledge(1));
    }

    @Test
    void theListenerCountsButIsNotOursToClose() {
        lane.sentListener();
        lane.sent(10);
        assertEquals(2, lane.size());
        assertEquals(List.of(10), lane.acknowledge(2));
    }

    @Test
    void whatNobodyHasBegunIsTakenBackOnceAndInOrder() {
        lane.sentListener();
        lane.sent(10);
        lane.sent(11);
        lane.sent(12);
        lane.acknowledge(2);
        assertEquals(List.of(11, 12), lane.takeBack());
        assertEquals(List.of(), lane.takeBack());
        assertEquals(0, lane.size());
    }

    @Test
    void moreThanWasSentIsOutOfStep() {
        lane.sent(10);
        assertEquals("acknowledged 2 of 1 descriptors, 0 before", refusal(2));
        assertEquals(List.of(10), lane.acknowledge(1));
    }

    @Test
    void fewerThanBeforeIsOutOfStep() {
        lane.sent(10);
        lane.sent(11);
        lane.acknowledge(2);
        assertEquals("acknowledged 1 of 2 descriptors, 2 before", refusal(1));
    }

    private String refusal(long count) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> lane.acknowledge(count))
                .getMessage());
    }
}
