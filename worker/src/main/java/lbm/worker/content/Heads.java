package lbm.worker.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The header lines of a representation that stay the same for as long as it does, ready to be copied. */
public final class Heads {

    /** Where the lines are copied to; it must not keep the array. */
    public interface Sink {
        void write(byte[] bytes);
    }

    private final byte[] validators;
    private final byte[] content;
    private final byte[] length;

    private Heads(byte[] validators, byte[] content, byte[] length) {
        this.validators = validators;
        this.content = content;
        this.length = length;
    }

    /** The lines of one representation. */
    public static Heads of(Representation file) {
        String validators = "Cache-Control: " + file.cacheControl() + "\r\nETag: " + file.etag() + "\r\nLast-Modified: "
                + HttpDate.format(file.modified()) + "\r\n";
        String content = "Content-Type: " + file.contentType() + "\r\nAccept-Ranges: bytes\r\n";
        String length = "Content-Length: " + file.length() + "\r\n";
        return new Heads(validators.getBytes(ISO_8859_1), content.getBytes(ISO_8859_1), length.getBytes(ISO_8859_1));
    }

    /** What 304 repeats (RFC 9110 §15.4.5). */
    public void writeValidators(Sink out) {
        out.write(validators);
    }

    /** What every part of the file has in common. */
    public void writeCommon(Sink out) {
        out.write(validators);
        out.write(content);
    }

    /** All lines of a whole answer. */
    public void writeWhole(Sink out) {
        out.write(validators);
        out.write(content);
        out.write(length);
    }

    /** Bytes of all lines. */
    public int size() {
        return validators.length + content.length + length.length;
    }
}
