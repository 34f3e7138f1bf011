package lbm.worker.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * Several ranges of a representation in one body (RFC 9110 §14.6): a head before each part, an end after the last.
 *
 * @param type the value of {@code Content-Type}
 * @param heads what goes before the bytes of each part, ASCII
 * @param end what goes after the last part
 * @param length bytes of the whole body
 */
public record Multipart(String type, List<String> heads, String end, long length) {

    /** Lays out the parts of a representation. */
    public static Multipart of(Representation file, List<Selection.Part> parts) {
        String boundary = boundary(file);
        List<String> heads = new ArrayList<>(parts.size());
        String end = "\r\n--" + boundary + "--\r\n";
        long length = end.length();
        for (Selection.Part part : parts) {
            String head = "\r\n--" + boundary + "\r\nContent-Type: " + file.contentType() + "\r\nContent-Range: "
                    + part.range(file.length()) + "\r\n\r\n";
            heads.add(head);
            length += head.length() + part.length();
        }
        return new Multipart("multipart/byteranges; boundary=" + boundary, List.copyOf(heads), end, length);
    }

    /** From the tag, which is made of the content's hash: no content can hold its own. */
    private static String boundary(Representation file) {
        StringBuilder out = new StringBuilder("part-");
        for (byte b : file.etag().getBytes(ISO_8859_1)) {
            out.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return out.substring(0, Math.min(out.length(), 70)); // RFC 2046 §5.1.1
    }
}
