package lbm.manager.process.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The descriptors a child inherits beside its input and output, arranged so that none is overwritten before it is
 * copied: one of ours that bears a number of the child's stands in as a duplicate above them all.
 */
final class Inherited implements AutoCloseable {

    private static final int FIRST = 3;

    /** Number in the child, and the descriptor to copy; all of these are at {@link #end} or above. */
    private final SortedMap<Integer, Integer> moves = new TreeMap<>();

    private final List<Integer> duplicates = new ArrayList<>();
    private final int end;

    private Inherited(int end) {
        this.end = end;
    }

    /** @throws IOException a descriptor is not open, or there is no room for another one; nothing is left open */
    static Inherited of(Map<Integer, Integer> descriptors) throws IOException {
        int last = descriptors.isEmpty() ? FIRST - 1 : Collections.max(descriptors.keySet());
        Inherited inherited = new Inherited(last + 1);
        try {
            for (Map.Entry<Integer, Integer> entry : descriptors.entrySet()) {
                inherited.moves.put(entry.getKey(), inherited.above(entry.getValue()));
            }
        } catch (IOException e) {
            inherited.close();
            throw e;
        }
        return inherited;
    }

    private int above(int fd) throws IOException {
        if (fd >= end) {
            return fd;
        }
        int copy = Libc.fcntl(fd, Libc.F_DUPFD_CLOEXEC, end);
        if (copy < 0) {
            throw Libc.failure("dup of " + fd);
        }
        duplicates.add(copy);
        return copy;
    }

    SortedMap<Integer, Integer> moves() {
        return moves;
    }

    /** Numbers between them that the child shall not have. */
    List<Integer> holes() {
        List<Integer> holes = new ArrayList<>();
        for (int number = FIRST; number < end; number++) {
            if (!moves.containsKey(number)) {
                holes.add(number);
            }
        }
        return holes;
    }

    /** The child has nothing from here on. */
    int end() {
        return end;
    }

    @Override
    public void close() {
        duplicates.forEach(Libc::close);
        duplicates.clear();
    }
}
