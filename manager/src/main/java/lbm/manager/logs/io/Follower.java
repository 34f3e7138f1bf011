package lbm.manager.logs.io;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import lbm.manager.logs.LogLine;
import lbm.manager.logs.Query;

/**
 * One reader of the live stream, who takes lines when he can. Too slow, he misses lines and is told how many: nobody
 * waits for him. Safe from any thread.
 */
public final class Follower implements AutoCloseable {

    /** Bytes that may wait for him. */
    private static final int LIMIT = 1 << 20;

    private static final int LINE_COST = 64;

    private final Query query;
    private final Runnable available;
    private final Consumer<Follower> onClose;
    private final Deque<LogLine> waiting = new ArrayDeque<>();
    private long size;
    private long skipped;
    private boolean told;

    Follower(Query query, Runnable available, Consumer<Follower> onClose) {
        this.query = query;
        this.available = available;
        this.onClose = onClose;
    }

    Query query() {
        return query;
    }

    /** The past, before anything live; not bounded by the limit, as the query bounds it. */
    void begin(List<LogLine> past) {
        synchronized (this) {
            past.forEach(this::add);
        }
    }

    void offer(LogLine line) {
        synchronized (this) {
            if (size + cost(line) > LIMIT && !waiting.isEmpty()) {
                skipped++;
                return;
            }
            noteSkipped(line.time());
            add(line);
        }
    }

    private void noteSkipped(Instant now) {
        if (skipped > 0) {
            add(LogLine.skipped(now, skipped));
            skipped = 0;
        }
    }

    private void add(LogLine line) {
        waiting.add(line);
        size += cost(line);
    }

    private static int cost(LogLine line) {
        return LINE_COST + line.text().length + (line.stamped() == line.text() ? 0 : line.stamped().length);
    }

    /** Tells the reader once that there is something to take. */
    void flush() {
        boolean tell;
        synchronized (this) {
            tell = !told && !waiting.isEmpty();
            told |= tell;
        }
        if (tell) {
            available.run();
        }
    }

    /**
     * The next lines.
     *
     * @return at most {@code most}; empty: none is there now, {@code available} will be called
     */
    public List<LogLine> take(int most) {
        synchronized (this) {
            List<LogLine> taken = new ArrayList<>();
            while (taken.size() < most) {
                if (waiting.isEmpty()) {
                    noteSkipped(Instant.now());
                }
                LogLine line = waiting.poll();
                if (line == null) {
                    break;
                }
                size -= cost(line);
                taken.add(line);
            }
            told = !waiting.isEmpty();
            return taken;
        }
    }

    /** Ends it; lines that wait are dropped. */
    @Override
    public void close() {
        onClose.accept(this);
    }
}
