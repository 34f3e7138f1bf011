package lbm.manager.logs.io;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lbm.manager.logs.LineFormat;
import lbm.manager.logs.LineRing;
import lbm.manager.logs.LogLine;
import lbm.manager.logs.LogSource;
import lbm.manager.logs.LogTargets;
import lbm.manager.logs.Query;
import lbm.manager.logs.Stream;

/** What the hub knows of each instance, and its last lines. Used by the log loop only. */
final class Instances {

    /** One instance; it stays over restarts. */
    record Known(LogSource source, LineFormat format, LineRing ring) {

        void remember(long pid, Instant now, Stream stream, ByteBuffer memory, int at, int length, int behind) {
            if (behind > LineRing.CAPACITY) {
                ring.skip(); // More follows than it holds.
            } else {
                ring.add(now.toEpochMilli(), pid, stream, memory, at, length);
            }
        }

        List<LogLine> last(int lines, Set<Stream> streams) {
            return lines(ring.last(lines, streams));
        }

        /** The last lines of one process. */
        List<LogLine> lastOf(long pid, int lines) {
            List<LineRing.Entry> own = new ArrayList<>(ring.last(Integer.MAX_VALUE, EnumSet.allOf(Stream.class)));
            own.removeIf(entry -> entry.pid() != pid);
            return lines(own.subList(Math.max(0, own.size() - lines), own.size()));
        }

        private List<LogLine> lines(List<LineRing.Entry> entries) {
            List<LogLine> lines = new ArrayList<>();
            for (LineRing.Entry entry : entries) {
                Instant time = Instant.ofEpochMilli(entry.millis());
                byte[] stamped = format.stamped(entry.text(), time, entry.stream());
                lines.add(new LogLine(time, true, source.app(), source.id(), entry.stream(), entry.text(), stamped));
            }
            return lines;
        }
    }

    private final Map<Integer, Known> known = new TreeMap<>();
    private final ZoneId zone;

    Instances(ZoneId zone) {
        this.zone = zone;
    }

    /** Makes an instance known, or gives a known one new targets. */
    Known declare(LogSource source) {
        Known before = known.get(source.id());
        if (before != null && before.source().equals(source)) {
            return before;
        }
        LineFormat format = new LineFormat(source.targets(), source.id(), source.app(), zone);
        LineRing ring = before != null && before.source().app().equals(source.app())
                ? before.ring()
                : new LineRing(nothingWritten(source.targets()));
        Known declared = new Known(source, format, ring);
        known.put(source.id(), declared);
        return declared;
    }

    private static boolean nothingWritten(LogTargets targets) {
        for (Stream stream : Stream.values()) {
            for (Path file : targets.files(stream)) {
                if (file.toFile().length() > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    void forget(int id) {
        known.remove(id);
    }

    List<Known> all() {
        return List.copyOf(known.values());
    }

    /** Those a query means. */
    List<Known> of(Query query) {
        return known.values().stream()
                .filter(k -> query.wants(k.source().app(), k.source().id()))
                .toList();
    }

    List<Known> of(Set<Integer> ids) {
        return known.values().stream()
                .filter(k -> ids.contains(k.source().id()))
                .toList();
    }
}
