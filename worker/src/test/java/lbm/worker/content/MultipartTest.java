package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MultipartTest {

    private static final Representation FILE =
            new Representation(10_000, "text/plain; charset=utf-8", "\"hash\"", 0, "no-cache");

    @Test
    void eachPartSaysItsTypeAndItsPlace() {
        Multipart body = Multipart.of(FILE, List.of(new Selection.Part(0, 10), new Selection.Part(9000, 1000)));
        assertEquals("multipart/byteranges; boundary=part-226861736822", body.type());
        String head =
                "--part-226861736822|Content-Type: text/plain; charset=utf-8|Content-Range: bytes 9000-9999/10000";
        assertEquals(
                "\r\n" + head.replace("|", "\r\n") + "\r\n\r\n", body.heads().get(1));
        assertEquals("\r\n--part-226861736822--\r\n", body.end());
        long heads = body.heads().stream().mapToLong(String::length).sum();
        assertEquals(heads + 1010 + body.end().length(), body.length());
    }

    @Test
    void aBoundaryIsNeverTooLong() {
        Representation file = new Representation(10_000, "text/plain", "\"" + "x".repeat(200) + "\"", 0, "no-cache");
        String type = Multipart.of(file, List.of(new Selection.Part(0, 1))).type();
        assertTrue(type.length() - type.indexOf('=') - 1 <= 70, type);
    }
}
