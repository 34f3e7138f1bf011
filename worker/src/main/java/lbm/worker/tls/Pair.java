package lbm.worker.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A certificate with those that vouch for it, and the key that belongs to it.
 *
 * @param chain the server's own certificate first
 * @param key proven to belong to it
 */
public record Pair(List<X509Certificate> chain, PrivateKey key) {

    /** Type of a DNS name in a certificate (RFC 5280 §4.2.1.6). */
    private static final int DNS = 2;

    /**
     * From PEM (RFC 7468).
     *
     * @param chain the certificate, then its intermediates; anything else in the text is ignored
     * @param key PKCS#8, or PKCS#1 for RSA, or SEC1 for EC; may be the same text as the chain
     * @throws BadPair one of them cannot be read, or they do not belong together
     */
    public static Pair read(String chain, String key) throws BadPair {
        List<X509Certificate> certificates = certificates(chain);
        PrivateKey secret = Keys.read(key);
        if (!belong(certificates.get(0).getPublicKey(), secret)) {
            throw new BadPair(BadPair.Part.KEY, "is not the key of the certificate");
        }
        return new Pair(certificates, secret);
    }

    private static List<X509Certificate> certificates(String text) throws BadPair {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : Pem.blocks(text)) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (CertificateException e) {
            throw new BadPair(BadPair.Part.CHAIN, "has a certificate that cannot be read");
        }
        if (certificates.isEmpty()) {
            throw new BadPair(BadPair.Part.CHAIN, "has no certificate in PEM");
        }
        return List.copyOf(certificates);
    }

    /** Whether what one signs the other verifies. */
    private static boolean belong(PublicKey open, PrivateKey secret) {
        String algorithm =
                switch (secret.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        byte[] word = {1, 2, 3};
        try {
            Signature sign = Signature.getInstance(algorithm);
            sign.initSign(secret);
            sign.update(word);
            Signature verify = Signature.getInstance(algorithm);
            verify.initVerify(open);
            verify.update(word);
            return verify.verify(sign.sign());
        } catch (GeneralSecurityException e) {
            return false; // another kind of key
        }
    }

    /** Last moment at which clients accept it. */
    public Instant expires() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** First moment at which clients accept it. */
    public Instant begins() {
        return chain.get(0).getNotBefore().toInstant();
    }

    /** DNS names it is for, lower case, wildcards as they stand; empty when it names none. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = chain.get(0).getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> name : alternatives) {
                    if (Integer.valueOf(DNS).equals(name.get(0))) {
                        names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return List.of(); // clients will not take it for any name either
        }
        return List.copyOf(names);
    }
}
