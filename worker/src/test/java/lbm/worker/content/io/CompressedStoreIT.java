package lbm.worker.content.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import lbm.worker.content.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedStoreIT {

    @TempDir
    Path home;

    private CompressedStore store(long limit) throws Exception {
        CompressedStore store = new CompressedStore(home.resolve("compressed"), limit);
        store.alone(() -> "makes the folder");
        return store;
    }

    private static String key(String text) {
        return CompressedStore.key(text.getBytes(UTF_8), Coding.GZIP);
    }

    @Test
    void aBodyIsFoundByWhatItWasMadeOfAndItsCoding() throws Exception {
        CompressedStore store = store(1000);
        store.put(key("a"), new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, store.get(key("a")).orElseThrow());
        assertEquals(Optional.empty(), store.get(key("b")));
        assertNotEquals(key("a"), CompressedStore.key("a".getBytes(UTF_8), Coding.BROTLI));
    }

    @Test
    void aDamagedBodyIsNotThere() throws Exception {
        CompressedStore store = store(1000);
        store.put(key("a"), new byte[] {1, 2, 3});
        Path file = home.resolve("compressed").resolve(key("a"));
        byte[] all = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, 32, all.length - 1}) {
            Files.write(file, Arrays.copyOf(all, length));
            assertEquals(Optional.empty(), store.get(key("a")), length + " bytes");
        }
        all[all.length - 1] ^= 1;
        Files.write(file, all);
        assertEquals(Optional.empty(), store.get(key("a")));
    }

    @Test
    void theLongestUnusedLeavesFirst() throws Exception {
        CompressedStore store = store(500);
        Path folder = home.resolve("compressed");
        Instant past = Instant.now().minusSeconds(1000);
        for (int i = 0; i < 3; i++) {
            store.put(key("body" + i), new byte[100]);
            Files.setLastModifiedTime(folder.resolve(key("body" + i)), FileTime.from(past.plusSeconds(i)));
        }
        assertTrue(store.get(key("body0")).isPresent(), "used just now");
        store.put(key("body3"), new byte[100]);
        assertEquals(Optional.empty(), store.get(key("body1")));
        assertTrue(store.get(key("body0")).isPresent());
        assertTrue(store.get(key("body2")).isPresent());
        assertTrue(store.get(key("body3")).isPresent());
    }

    @Test
    void nobodyElseCanWriteInIt() throws Exception {
        store(1000);
        assertEquals(
                "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("compressed"))));
    }

    @Test
    void nothingHalfWrittenStays() throws Exception {
        CompressedStore store = store(100_000);
        for (int i = 0; i < 20; i++) {
            store.put(key("body" + i), new byte[i]);
        }
        try (Stream<Path> files = Files.list(home.resolve("compressed"))) {
            assertEquals(21, files.count(), "20 bodies and the lock");
        }
    }

    @Test
    void withoutAFolderTheWorkIsDoneAllTheSame() throws Exception {
        Files.writeString(home.resolve("compressed"), "a file in its place");
        CompressedStore store = new CompressedStore(home.resolve("compressed"), 1000);
        assertEquals("done", store.alone(() -> "done"));
        assertEquals(Optional.empty(), store.get(key("a")));
    }

    @Test
    void twoStoresOfOneProcessDoNotStandInEachOthersWay() throws Exception {
        CompressedStore one = store(1000);
        CompressedStore other = store(1000);
        AtomicInteger done = new AtomicInteger();
        one.alone(() -> other.alone(done::incrementAndGet));
        assertEquals(1, done.get());
    }

    @Test
    void aFailureOfTheWorkIsTheCallers() throws Exception {
        CompressedStore store = store(1000);
        AtomicInteger calls = new AtomicInteger();
        try {
            store.alone(() -> {
                calls.incrementAndGet();
                throw new IOException("mine");
            });
        } catch (IOException e) {
            assertEquals("mine", e.getMessage());
        }
        assertEquals(1, calls.get());
    }
}
