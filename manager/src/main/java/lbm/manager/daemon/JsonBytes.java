package lbm.manager.daemon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A JSON document put together of parts that are JSON already. */
final class JsonBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 12);
    private boolean first = true;

    /** Begins an object that has fields already, one at least; more may follow. */
    void begin(ObjectNode head) {
        comma();
        byte[] bytes = Pieces.bytes(head);
        out.write(bytes, 0, bytes.length - 1);
        first = false;
    }

    void end() {
        out.write('}');
        first = false;
    }

    void field(String name, byte[] value) {
        name(name);
        out.write(value, 0, value.length);
    }

    void beginArray(String name) {
        name(name);
        out.write('[');
        first = true;
    }

    void element(byte[] value) {
        comma();
        out.write(value, 0, value.length);
        first = false;
    }

    void endArray() {
        out.write(']');
        first = false;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void name(String name) {
        byte[] text = (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
        out.write(text, 0, text.length);
    }

    private void comma() {
        if (!first) {
            out.write(',');
        }
    }
}
