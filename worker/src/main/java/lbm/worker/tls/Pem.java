package lbm.worker.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Textual encoding of keys and certificates (RFC 7468). */
final class Pem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** One block. */
    static final class Block {

        private final String label;
        private final byte[] bytes;

        Block(String label, byte[] bytes) {
            this.label = label;
            this.bytes = bytes;
        }

        /** E.g. {@code CERTIFICATE}. */
        String label() {
            return label;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private Pem() {}

    /** The blocks of a text that can be decoded, in order; what stands around them is a comment. */
    static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String body = matcher.group(2);
            // Old encrypted keys have header lines; they are told by these.
            if (body.contains("ENCRYPTED")) {
                blocks.add(new Block("ENCRYPTED " + matcher.group(1), new byte[0]));
                continue;
            }
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(body)));
            } catch (IllegalArgumentException e) {
                // A file that is being written: the next look finds the rest.
            }
        }
        return blocks;
    }

    /** A block as text, 64 characters a line. */
    static String text(String label, byte[] bytes) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + encoder.encodeToString(bytes) + "\n-----END " + label + "-----\n";
    }
}
