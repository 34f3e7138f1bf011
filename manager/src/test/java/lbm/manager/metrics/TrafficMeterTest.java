package lbm.manager.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lbm.worker.link.Message.Heartbeat;
import lbm.worker.link.Message.Traffic;
import org.junit.jupiter.api.Test;

class TrafficMeterTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Heartbeat ZERO = new Heartbeat(0, 0, 0, 0, 0, 0);

    private final TrafficMeter meter = new TrafficMeter(0);

    private static Heartbeat beat(long requests, long errors, long cached, long uncached, Long... latencies) {
        Traffic traffic = new Traffic(requests - errors, 0, 0, 3, cached, uncached, 0, List.of(latencies));
        return new Heartbeat(1, 0, 5, requests, errors, 1000, traffic);
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        meter.heard(ZERO, beat(100, 0, 0, 0), true, 2 * SECOND);
        assertEquals(25, meter.recent(4 * SECOND).perSecond());
        assertEquals(12.5, meter.recent(8 * SECOND).perSecond());
        assertEquals(0, meter.recent(20 * SECOND).perSecond());
        assertEquals(100, meter.all().requests());
    }

    @Test
    void whatIsOlderThanAMinuteIsForgottenButForTheSums() {
        meter.heard(ZERO, beat(10, 5, 0, 0, 50L, 10L), true, SECOND);
        assertEquals(0.5, meter.recent(30 * SECOND).errorShare());
        assertEquals(0, meter.recent(70 * SECOND).errorShare());
        assertEquals(0, meter.recent(70 * SECOND).p50());
        assertEquals(5, meter.all().errors());
        assertEquals(0, meter.recent(100_000 * SECOND).perSecond());
    }

    @Test
    void heartbeatsAreTakenAgainstTheOneBefore() {
        Heartbeat first = beat(10, 0, 8, 0);
        meter.heard(ZERO, first, true, SECOND);
        meter.heard(first, beat(30, 10, 15, 2), true, 2 * SECOND);
        assertEquals(30, meter.all().requests());
        assertEquals(15.0 / 17, meter.recent(2 * SECOND).cacheShare());
    }

    @Test
    void twoProcessesOfAnInstanceAddUp() {
        meter.heard(ZERO, beat(10, 0, 0, 0), true, SECOND);
        meter.heard(ZERO, beat(7, 0, 0, 0), true, SECOND);
        assertEquals(17, meter.all().requests());
        assertEquals(6, meter.all().limited());
    }

    @Test
    void whatANewManagerIsToldFirstIsNotRecent() {
        Heartbeat first = beat(1_000_000, 0, 0, 0, 10L, 5L);
        meter.heard(ZERO, first, false, SECOND);
        assertEquals(1_000_000, meter.all().requests());
        assertEquals(0, meter.recent(SECOND).perSecond());
        meter.heard(first, beat(1_000_010, 0, 0, 0), true, 2 * SECOND);
        assertEquals(5, meter.recent(2 * SECOND).perSecond());
    }

    @Test
    void percentilesAreOfTheWholeMinute() {
        meter.heard(ZERO, beat(99, 0, 0, 0, 3L, 99L), true, SECOND);
        meter.heard(beat(99, 0, 0, 0), beat(100, 0, 0, 0, 100L, 1L), true, 40 * SECOND);
        TrafficMeter.Recent recent = meter.recent(41 * SECOND);
        assertEquals(4, recent.p50());
        assertEquals(4, recent.p99());
    }

    @Test
    void withoutFilesTheCacheHasMissedNothing() {
        assertEquals(1, meter.recent(SECOND).cacheShare());
    }
}
