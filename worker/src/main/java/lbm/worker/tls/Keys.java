package lbm.worker.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** Private keys from PEM: PKCS#8 (RFC 5958), PKCS#1 RSA (RFC 8017) and SEC1 EC (RFC 5915), none of them encrypted. */
final class Keys {

    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String EC = "1.2.840.10045.2.1";
    private static final byte[] NULL = {5, 0};

    /** [0] EXPLICIT parameters of RFC 5915: the curve. */
    private static final int CURVE = 0xA0;

    private Keys() {}

    /** The first private key of a text. */
    static PrivateKey read(String text) throws BadPair {
        for (Pem.Block block : Pem.blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return decode(block.bytes());
                }
                case "RSA PRIVATE KEY" -> {
                    return decode(wrap(Der.sequence(Der.oid(RSA), NULL), block.bytes()));
                }
                case "EC PRIVATE KEY" -> {
                    return decode(wrap(Der.sequence(Der.oid(EC), curve(block.bytes())), block.bytes()));
                }
                default -> {
                    if (block.label().startsWith("ENCRYPTED")) {
                        throw bad("is encrypted; `openssl pkey -in KEY -out KEY.plain` takes the password off");
                    }
                }
            }
        }
        throw bad("has no private key in PEM");
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(BigInteger.ZERO), algorithm, Der.octets(key));
    }

    private static byte[] curve(byte[] key) throws BadPair {
        byte[] fields = Der.find(key, Der.SEQUENCE);
        byte[] curve = fields == null ? null : Der.find(fields, CURVE);
        if (curve == null) {
            throw bad("is an EC key that does not name its curve");
        }
        return curve;
    }

    private static PrivateKey decode(byte[] pkcs8) throws BadPair {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // Not of this kind; the next one may be.
            }
        }
        throw bad("has a private key that is neither RSA nor EC, or that is broken");
    }

    private static BadPair bad(String why) {
        return new BadPair(BadPair.Part.KEY, why);
    }
}
