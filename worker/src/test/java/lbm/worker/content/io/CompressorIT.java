package lbm.worker.content.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import lbm.worker.content.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressorIT {

    private static byte[] decoded(Coding coding, byte[] body, int length) throws IOException {
        return switch (coding) {
            case BROTLI -> Decoder.decompress(body).getDecompressedData();
            case ZSTD -> Zstd.decompress(body, length);
            case GZIP -> new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            case IDENTITY -> body;
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"BROTLI", "ZSTD", "GZIP"})
    void whatIsMadeDecodesToWhatItWasMadeOf(Coding coding) throws IOException {
        Compressor compressor = Compressor.of(coding).orElseThrow();
        Random random = new Random(42);
        for (int length : new int[] {0, 1, 1000, 110_000, Compressor.BEST_UP_TO + 1}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i % 100 < 90 ? i % 100 : bytes[i]);
            }
            byte[] body = compressor.compress(bytes);
            assertArrayEquals(bytes, decoded(coding, body, length), length + " bytes");
            assertTrue(length < 1000 || body.length < length / 2, body.length + " of " + length);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BROTLI", "ZSTD", "GZIP"})
    void noiseGrowsOnlyALittle(Coding coding) throws IOException {
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        byte[] body = Compressor.of(coding).orElseThrow().compress(noise);
        assertArrayEquals(noise, decoded(coding, body, noise.length));
        assertTrue(body.length < noise.length + 100, "bytes: " + body.length);
    }

    @Test
    void gzipOfEqualBytesIsEqual() {
        byte[] bytes = "the same".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertArrayEquals(Compressor.gzip(bytes, 9), Compressor.gzip(bytes.clone(), 9));
    }

    @Test
    void nothingMakesPlainBytes() {
        assertEquals(Optional.empty(), Compressor.of(Coding.IDENTITY));
    }
}
