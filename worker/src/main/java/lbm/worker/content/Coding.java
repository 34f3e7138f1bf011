package lbm.worker.content;

import java.util.Locale;
import java.util.Optional;

/** A content coding (RFC 9110 §8.4.1) this server can answer with. */
public enum Coding {
    /** RFC 7932. */
    BROTLI("br", ".br"),
    /** RFC 8878; the window stays within 8 MB as RFC 9659 asks. */
    ZSTD("zstd", ".zst"),
    /** RFC 1952. */
    GZIP("gzip", ".gz"),
    /** The bytes of the file. */
    IDENTITY("identity", "");

    private final String token;
    private final String suffix;

    Coding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    /** As {@code Accept-Encoding} and {@code Content-Encoding} name it. */
    public String token() {
        return token;
    }

    /** What the name of a file in this coding ends with, beside the name of the file itself. */
    public String suffix() {
        return suffix;
    }

    /** By its name in a header or in a setting; empty: unknown here. */
    public static Optional<Coding> of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "br" -> Optional.of(BROTLI);
            case "zstd" -> Optional.of(ZSTD);
            // RFC 9110 §8.4.1.3: an old name of the same.
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "identity" -> Optional.of(IDENTITY);
            default -> Optional.empty();
        };
    }
}
