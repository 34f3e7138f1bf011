package lbm.worker.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lbm.worker.link.Message.Backend;
import lbm.worker.link.Message.Backends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendPartsTest {

    private final BackendParts parts = new BackendParts();

    private static List<Backend> backends(int count, String key) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Backend(key + i, "127.0.0.1", 1024 + i, true))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 499, 500, 501, 1000, 12_345})
    void whatIsTakenApartIsPutTogether(int count) {
        List<Backend> list = backends(count, "1.2:");
        List<Backends> lines = BackendParts.of(list);
        assertEquals(Math.max(1, (count + 499) / 500), lines.size());
        for (Backends line : lines.subList(0, lines.size() - 1)) {
            assertEquals(Optional.empty(), parts.add(line));
        }
        assertEquals(Optional.of(list), parts.add(lines.get(lines.size() - 1)));
    }

    @Test
    void aLineHasRoomForPartsWithLongNames() {
        BackendParts.of(backends(2000, "x".repeat(250)))
                .forEach(part -> assertTrue(MessageCodec.encode(part).length < MessageCodec.MAX_LINE));
    }

    @Test
    void halfAListIsForgottenWhenAnotherManagerSpeaks() {
        parts.add(new Backends(backends(3, "old"), 0, true));
        assertEquals(Optional.of(backends(1, "new")), parts.add(new Backends(backends(1, "new"))));
    }
}
