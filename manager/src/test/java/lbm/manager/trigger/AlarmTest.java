package lbm.manager.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private static final ZonedDateTime BEGIN = ZonedDateTime.parse("2026-11-23T10:00:00Z");

    private final Alarm alarm = new Alarm(Cron.parse("0 12 * * *"), BEGIN);

    @Test
    void ringsOnceAtItsTime() {
        assertFalse(alarm.rings(BEGIN.plusHours(1)));
        assertFalse(alarm.rings(BEGIN.withHour(11).withMinute(59).withSecond(59)));
        assertTrue(alarm.rings(BEGIN.withHour(12)));
        assertFalse(alarm.rings(BEGIN.withHour(12).plusSeconds(1)));
        assertEquals(ZonedDateTime.parse("2026-11-24T12:00:00Z"), alarm.next());
    }

    @Test
    void makesUpOnceForWhatItMissedALittleWhileAgo() {
        Alarm often = new Alarm(Cron.parse("* * * * *"), BEGIN);
        assertTrue(often.rings(BEGIN.plusMinutes(30)));
        assertFalse(often.rings(BEGIN.plusMinutes(30).plusSeconds(1)));
        assertTrue(alarm.rings(BEGIN.withHour(14)));
    }

    @Test
    void doesNotMakeUpForWhatIsHoursAgo() {
        assertFalse(alarm.rings(BEGIN.withHour(20)));
        assertTrue(alarm.rings(BEGIN.plusDays(1).withHour(12)));
    }

    @Test
    void aClockPutBackALittleRingsNotTwice() {
        assertTrue(alarm.rings(BEGIN.withHour(12).plusMinutes(1)));
        assertFalse(alarm.rings(BEGIN.withHour(11).plusMinutes(50)));
        assertFalse(alarm.rings(BEGIN.withHour(12).plusMinutes(2)));
    }

    @Test
    void aClockPutBackByMuchIsBelieved() {
        assertFalse(alarm.rings(BEGIN.minusDays(3)));
        assertTrue(alarm.rings(BEGIN.minusDays(3).withHour(12)));
    }
}
