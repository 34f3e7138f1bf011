package lbm.worker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void everyTimeIsInTheBucketThatEndsNextAboveIt() {
        for (long micros = 0; micros < 5_000_000; micros += 1 + micros / 50) {
            int bucket = Latencies.bucket(micros);
            assertTrue(micros < Latencies.end(bucket), micros + " is above " + bucket);
            assertTrue(bucket == 0 || micros >= Latencies.end(bucket - 1), micros + " is below " + bucket);
            assertTrue(Latencies.end(bucket) <= Math.max(micros + 1, micros * 9 / 8 + 1), micros + " is told too high");
        }
    }

    @Test
    void whatIsOutOfReachIsInTheOutermostBuckets() {
        assertEquals(0, Latencies.bucket(-5));
        assertEquals(Latencies.BUCKETS - 1, Latencies.bucket(Long.MAX_VALUE));
    }

    @Test
    void aPercentileIsTheTimeInWhichSoManyWereAnswered() {
        for (int i = 0; i < 95; i++) {
            latencies.took(3_000);
        }
        for (int i = 0; i < 5; i++) {
            latencies.took(1_000_000);
        }
        assertEquals(4, latencies.within(0.5));
        assertEquals(4, latencies.within(0.95));
        assertEquals(1024, latencies.within(0.99));
    }

    @Test
    void withoutAnswersThereIsNoPercentile() {
        assertEquals(0, latencies.within(0.99));
    }

    @Test
    void whatIsTakenIsShortAndAddsUpElsewhere() {
        latencies.took(2_000);
        latencies.took(2_500);
        latencies.took(900_000);
        List<Long> said = latencies.take();
        assertEquals(List.of(2L, 2L, (long) Latencies.bucket(900), 1L), said);
        assertEquals(List.of(), latencies.take());
        Latencies other = new Latencies();
        other.took(2_000);
        other.add(said);
        assertEquals(4, other.total());
        Latencies third = new Latencies();
        third.add(other);
        assertEquals(4, third.total());
    }

    @Test
    void bucketsOfALaterVersionAreIgnored() {
        latencies.add(List.of(5000L, 1L, -1L, 1L, 3L, 2L, 7L));
        assertEquals(2, latencies.total());
    }
}
