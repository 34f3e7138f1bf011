package lbm.manager.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticeTest {

    @Test
    void everyLineOfADatagramCounts() {
        Notice notice = notice("READY=1\nSTATUS=Serving 3 of 4\nWATCHDOG=1\nMAINPID=7\nX_MINE=y\n");
        assertTrue(notice.ready() && notice.alive());
        assertFalse(notice.stopping() || notice.trouble());
        assertEquals(Optional.of("Serving 3 of 4"), notice.status());
    }

    @Test
    void timesAreMicroseconds() {
        Notice notice = notice("WATCHDOG_USEC=20000000\nEXTEND_TIMEOUT_USEC=1500000\nERRNO=98");
        assertEquals(Optional.of(Duration.ofSeconds(20)), notice.watchdog());
        assertEquals(Optional.of(Duration.ofMillis(1500)), notice.extend());
        assertEquals(Optional.of(98), notice.errno());
    }

    @Test
    void whatIsMalformedIsNotThere() {
        Notice notice =
                notice("READY=yes\n=1\nWATCHDOG_USEC=-5\nEXTEND_TIMEOUT_USEC=99999999999999999999\nERRNO=x\n\n");
        assertEquals(notice(""), notice);
    }

    @Test
    void aStatusIsOneHarmlessLineOfBoundedLength() {
        assertEquals(
                Optional.of("red [31m end"),
                notice("STATUS=red \u001b[31m end").status().map(s -> s.replace("  ", " ")));
        assertEquals(
                Notice.LONGEST_STATUS,
                notice("STATUS=" + "x".repeat(4000)).status().orElse("").length());
    }

    @Test
    void triggerMeansThatItHangs() {
        assertTrue(notice("WATCHDOG=trigger").trouble());
        assertTrue(notice("STOPPING=1").stopping());
    }

    @Test
    void aWatchdogBitesAfterItsLimitOnly() {
        Watchdog watchdog = new Watchdog(Optional.of(Duration.ofSeconds(2)), 100);
        long limit = 100 + 2_000_000_000L;
        assertEquals(Optional.empty(), watchdog.silence(limit));
        assertEquals(Optional.of(Duration.ofNanos(2_000_000_001L)), watchdog.silence(limit + 1));
        assertEquals(Optional.empty(), watchdog.heardAt(200).silence(limit + 1));
        assertEquals(Optional.empty(), watchdog.credited(5).silence(limit + 1));
        assertEquals(Optional.empty(), new Watchdog(Optional.empty(), 0).silence(Long.MAX_VALUE));
        assertEquals(
                Optional.empty(), watchdog.every(Duration.ofSeconds(9), 100).silence(limit + 1));
    }

    @Test
    void nodesKinAreKnownByTheirNamesAndFirstLines() {
        for (String program :
                new String[] {"node", "/usr/bin/nodejs", "/opt/node-20/bin/node20", "bun", "npm", "tsx"}) {
            assertTrue(Speakers.speaks(program, Optional.empty()), program);
        }
        for (String line : new String[] {
            "#!/usr/bin/node", "#!/usr/bin/env node", "#! /usr/bin/env -S NODE_ENV=x node --no-warnings"
        }) {
            assertTrue(Speakers.speaks("/srv/app/run", Optional.of(line)), line);
        }
        for (String line : new String[] {"#!/bin/sh", "#!/usr/bin/env python3", "#!", "node", "\u007fELF node"}) {
            assertFalse(Speakers.speaks("/srv/app/run", Optional.of(line)), line);
        }
        assertFalse(Speakers.speaks("python3", Optional.empty()));
    }

    private static Notice notice(String datagram) {
        return Notice.of(datagram.getBytes(StandardCharsets.UTF_8));
    }
}
