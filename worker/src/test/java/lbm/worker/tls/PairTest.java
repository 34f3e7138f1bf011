package lbm.worker.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files were made by openssl and protect nothing. */
class PairTest {

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa1.pem, RSA",
        "rsa.crt, rsa8.pem, RSA",
        "ec.crt, ec1.pem, EC",
        "ec.crt, ec8.pem, EC",
        "ecparams.crt, ecparams.pem, EC",
    })
    void everyFormOfAKeyIsRead(String chain, String key, String algorithm) throws BadPair {
        Pair pair = Pair.read(file(chain), file(key));
        assertEquals(algorithm, pair.key().getAlgorithm());
        assertEquals(1, pair.chain().size());
    }

    @Test
    void theNamesAreThoseOfTheCertificate() throws BadPair {
        assertEquals(
                List.of("a.test", "*.a.test"),
                Pair.read(file("rsa.crt"), file("rsa8.pem")).names());
    }

    @Test
    void oneFileMayHoldBothAndMore() throws BadPair {
        String all = file("ec8.pem") + "a comment\n" + file("ec.crt") + file("rsa.crt");
        assertEquals(2, Pair.read(all, all).chain().size());
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, ec8.pem, KEY, is not the key of the certificate",
        "ec.crt, ecparams.pem, KEY, is not the key of the certificate",
        "ec8.pem, ec8.pem, CHAIN, has no certificate in PEM",
        "ec.crt, ec.crt, KEY, has no private key in PEM",
        "ec.crt, enc.pem, KEY, is encrypted; `openssl pkey -in KEY -out KEY.plain` takes the password off",
        "ec.crt, enc1.pem, KEY, is encrypted; `openssl pkey -in KEY -out KEY.plain` takes the password off",
    })
    void whatCannotBeUsedIsToldInOneSentence(String chain, String key, BadPair.Part part, String why) {
        BadPair bad = assertThrows(BadPair.class, () -> Pair.read(file(chain), file(key)));
        assertEquals(part, bad.part());
        assertEquals(why, bad.why());
    }

    /** A file that is being written has a beginning and no end. */
    @Test
    void everyBeginningOfAFileIsRefused() {
        String chain = file("ec.crt");
        String key = file("ec8.pem");
        for (int length = 0; length < key.length() - 1; length += 7) {
            String half = key.substring(0, length);
            assertThrows(BadPair.class, () -> Pair.read(chain, half));
        }
        for (int length = 0; length < chain.length() - 1; length += 7) {
            String half = chain.substring(0, length);
            assertThrows(BadPair.class, () -> Pair.read(half, key));
        }
    }

    @Test
    void brokenBytesAreRefused() {
        String broken = Pem.text("RSA PRIVATE KEY", new byte[] {0x30, (byte) 0x84, 1, 2, 3});
        String noCurve = Pem.text("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1});
        String noCertificate = Pem.text("CERTIFICATE", new byte[] {0x30, 0});
        assertTrue(why(file("ec.crt"), broken).contains("broken"));
        assertTrue(why(file("ec.crt"), noCurve).contains("does not name its curve"));
        assertTrue(why(noCertificate, file("ec8.pem")).contains("cannot be read"));
    }

    private static String why(String chain, String key) {
        return assertThrows(BadPair.class, () -> Pair.read(chain, key)).why();
    }

    private static String file(String name) {
        try (InputStream in = PairTest.class.getResourceAsStream("/tls/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
