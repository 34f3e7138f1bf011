package lbm.worker.tls;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for development that vouches for itself (RFC 5280): P-256, this machine's names.
 *
 * @param chain PEM
 * @param key PEM, PKCS#8
 */
public record SelfSigned(String chain, String key) {

    /** Browsers take no certificate that is valid for longer (CA/Browser Forum ballot SC22). */
    private static final Duration VALID = Duration.ofDays(397);

    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int GENERALIZED_TIME = 0x18;
    private static final int BOOLEAN = 0x01;
    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;
    private static final int DNS_NAME = 0x82;
    private static final int ADDRESS = 0x87;

    /**
     * A new one for {@code localhost}, the loopback addresses and a host.
     *
     * @throws GeneralSecurityException this JVM has no elliptic curves
     */
    public static SelfSigned make(String hostname, Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] name = Der.sequence(Der.of(
                Der.SET, Der.sequence(Der.oid("2.5.4.3"), Der.text(Der.UTF8_STRING, "lbm development certificate"))));
        byte[] body = Der.sequence(
                Der.of(VERSION, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, new SecureRandom()).setBit(126)),
                ECDSA_SHA256,
                name,
                // A day back, for clients whose clock is behind.
                Der.sequence(time(now.minus(Duration.ofDays(1))), time(now.plus(VALID))),
                name,
                pair.getPublic().getEncoded(),
                Der.of(EXTENSIONS, Der.sequence(names(hostname), usage(), authority())));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(body);
        byte[] certificate = Der.sequence(body, ECDSA_SHA256, Der.bits(signature.sign()));
        return new SelfSigned(
                Pem.text("CERTIFICATE", certificate),
                Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static byte[] time(Instant instant) {
        return Der.text(GENERALIZED_TIME, TIME.format(instant));
    }

    private static byte[] names(String hostname) {
        List<byte[]> names = new ArrayList<>();
        names.add(dns("localhost"));
        if (hostname.matches("[A-Za-z0-9.-]{1,253}") && !hostname.equals("localhost")) {
            names.add(dns(hostname));
        }
        names.add(Der.of(ADDRESS, address("127.0.0.1")));
        names.add(Der.of(ADDRESS, address("::1")));
        return extension("2.5.29.17", false, Der.sequence(names.toArray(new byte[0][])));
    }

    private static byte[] dns(String name) {
        return Der.of(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }

    /** Digits are not looked up. */
    private static byte[] address(String digits) {
        try {
            return InetAddress.getByName(digits).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(digits, e);
        }
    }

    /** serverAuth. */
    private static byte[] usage() {
        return extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1")));
    }

    /** Not an authority: who trusts it trusts this one certificate. */
    private static byte[] authority() {
        return extension("2.5.29.19", true, Der.sequence());
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        byte[] flag = critical ? Der.of(BOOLEAN, new byte[] {(byte) 0xFF}) : new byte[0];
        return Der.sequence(Der.oid(oid), flag, Der.octets(value));
    }
}
