package lbm.worker.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SelfSignedTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void itIsForThisMachineAndVouchesForItself() throws Exception {
        SelfSigned made = SelfSigned.make("desk", NOON);
        Pair pair = Pair.read(made.chain(), made.key());
        X509Certificate certificate = pair.chain().get(0);
        certificate.verify(certificate.getPublicKey());
        assertEquals(List.of("localhost", "desk"), pair.names());
        Collection<List<?>> names = Objects.requireNonNull(certificate.getSubjectAlternativeNames());
        assertTrue(names.stream().anyMatch(name -> name.get(1).equals("127.0.0.1")), names::toString);
        assertTrue(names.stream().anyMatch(name -> name.get(1).equals("0:0:0:0:0:0:0:1")), names::toString);
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), certificate.getExtendedKeyUsage());
        assertEquals(-1, certificate.getBasicConstraints());
        assertEquals(3, certificate.getVersion());
    }

    @Test
    void browsersTakeItForAYear() throws Exception {
        SelfSigned made = SelfSigned.make("localhost", NOON);
        Pair pair = Pair.read(made.chain(), made.key());
        assertTrue(pair.begins().isBefore(NOON));
        assertTrue(pair.expires().isAfter(NOON.plus(Duration.ofDays(365))));
        assertTrue(Duration.between(pair.begins(), pair.expires()).toDays() <= 398);
    }

    @Test
    void aHostNameThatIsNoneIsLeftOut() throws Exception {
        SelfSigned made = SelfSigned.make("not a name", NOON);
        assertEquals(List.of("localhost"), Pair.read(made.chain(), made.key()).names());
    }
}
