package lbm.worker.link;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.worker.link.Message.Ack;
import lbm.worker.link.Message.Backend;
import lbm.worker.link.Message.BackendIdle;
import lbm.worker.link.Message.BackendState;
import lbm.worker.link.Message.Backends;
import lbm.worker.link.Message.Drain;
import lbm.worker.link.Message.Goodbye;
import lbm.worker.link.Message.Heartbeat;
import lbm.worker.link.Message.Hello;
import lbm.worker.link.Message.Lane;
import lbm.worker.link.Message.Leaving;
import lbm.worker.link.Message.Progress;
import lbm.worker.link.Message.Pulse;
import lbm.worker.link.Message.Ready;
import lbm.worker.link.Message.Refused;
import lbm.worker.link.Message.Traffic;
import lbm.worker.link.Message.Welcome;

/** Messages as lines of JSON (RFC 8259, one object a line, LF at the end) and back. */
public final class MessageCodec {

    /** No line is longer; a peer that sends more is cut off. */
    public static final int MAX_LINE = 256 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private MessageCodec() {}

    /** The line of a message, LF included. */
    public static byte[] encode(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            write(out, message);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a message could not be written to memory", e);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Message message) throws IOException {
        if (message instanceof Hello m) {
            kind(out, "hello");
            out.writeNumberField("version", m.version());
            out.writeStringField("token", m.token());
            out.writeStringField("app", m.app());
            out.writeNumberField("id", m.id());
            out.writeNumberField("slot", m.slot());
            out.writeNumberField("generation", m.generation());
            out.writeNumberField("pid", m.pid());
            out.writeArrayFieldStart("holds");
            for (String name : m.holds()) {
                out.writeString(name);
            }
            out.writeEndArray();
            out.writeBooleanField("ready", m.ready());
        } else if (message instanceof Ready) {
            kind(out, "ready");
        } else if (message instanceof Heartbeat m) {
            kind(out, "heartbeat");
            out.writeNumberField("seq", m.seq());
            out.writeNumberField("loopDelayMicros", m.loopDelayMicros());
            out.writeNumberField("connections", m.connections());
            out.writeNumberField("requests", m.requests());
            out.writeNumberField("errors", m.errors());
            out.writeNumberField("bytes", m.bytes());
            traffic(out, m.traffic());
        } else if (message instanceof Goodbye m) {
            kind(out, "goodbye");
            out.writeStringField("reason", m.reason());
        } else if (message instanceof Progress m) {
            kind(out, "progress");
            out.writeStringField("phase", m.phase());
            out.writeNumberField("left", m.left());
        } else if (message instanceof Welcome m) {
            kind(out, "welcome");
            out.writeNumberField("heartbeatMillis", m.heartbeatMillis());
            out.writeArrayFieldStart("lanes");
            for (Lane lane : m.lanes()) {
                out.writeStartObject();
                out.writeStringField("name", lane.name());
                out.writeStringField("path", lane.path());
                out.writeBooleanField("give", lane.give());
                out.writeEndObject();
            }
            out.writeEndArray();
        } else if (message instanceof Refused m) {
            kind(out, "refused");
            out.writeStringField("reason", m.reason());
        } else if (message instanceof Pulse m) {
            kind(out, "pulse");
            out.writeNumberField("seq", m.seq());
        } else if (message instanceof Drain m) {
            kind(out, "drain");
            out.writeBooleanField("migrate", m.migrate());
            out.writeNumberField("deadlineMillis", m.deadlineMillis());
        } else if (message instanceof Leaving) {
            kind(out, "leaving");
        } else if (message instanceof Ack m) {
            kind(out, "ack");
            out.writeStringField("lane", m.lane());
            out.writeNumberField("count", m.count());
        } else if (message instanceof Backends m) {
            kind(out, "backends");
            above0(out, "before", m.before());
            if (m.more()) {
                out.writeBooleanField("more", true);
            }
            out.writeArrayFieldStart("backends");
            for (Backend backend : m.list()) {
                out.writeStartObject();
                out.writeStringField("key", backend.key());
                out.writeStringField("host", backend.host());
                out.writeNumberField("port", backend.port());
                out.writeBooleanField("up", backend.up());
                out.writeEndObject();
            }
            out.writeEndArray();
        } else if (message instanceof BackendIdle m) {
            kind(out, "backendIdle");
            out.writeStringField("key", m.key());
        } else if (message instanceof BackendState m) {
            kind(out, "backendState");
            out.writeStringField("key", m.key());
            out.writeBooleanField("ejected", m.ejected());
            out.writeStringField("why", m.why());
        }
    }

    /** Zeros and an empty list are left out: most heartbeats are short. */
    private static void traffic(JsonGenerator out, Traffic traffic) throws IOException {
        above0(out, "good", traffic.good());
        above0(out, "redirects", traffic.redirects());
        above0(out, "refused", traffic.refused());
        above0(out, "limited", traffic.limited());
        above0(out, "cached", traffic.cached());
        above0(out, "uncached", traffic.uncached());
        above0(out, "droppedLines", traffic.droppedLines());
        if (!traffic.latencies().isEmpty()) {
            out.writeArrayFieldStart("latencies");
            for (long number : traffic.latencies()) {
                out.writeNumber(number);
            }
            out.writeEndArray();
        }
    }

    private static void above0(JsonGenerator out, String name, long number) throws IOException {
        if (number > 0) {
            out.writeNumberField(name, number);
        }
    }

    private static void kind(JsonGenerator out, String kind) throws IOException {
        out.writeStringField("t", kind);
    }

    /**
     * The message of a line.
     *
     * @return empty for a kind that this version does not know
     * @throws IOException the line is no JSON object or lacks what its kind needs
     */
    public static Optional<Message> decode(byte[] line, int offset, int length) throws IOException {
        Fields f = Fields.read(line, offset, length);
        return Optional.ofNullable(
                switch (f.text("t")) {
                    case "hello" ->
                        new Hello(
                                f.whole("version"),
                                f.text("token"),
                                f.text("app"),
                                f.whole("id"),
                                f.whole("slot"),
                                f.whole("generation"),
                                f.number("pid"),
                                List.copyOf(f.holds),
                                f.flag("ready"));
                    case "ready" -> new Ready();
                    case "heartbeat" ->
                        new Heartbeat(
                                f.number("seq"),
                                f.number("loopDelayMicros"),
                                f.whole("connections"),
                                f.number("requests"),
                                f.number("errors"),
                                f.number("bytes"),
                                f.traffic());
                    case "goodbye" -> new Goodbye(f.text("reason"));
                    case "progress" -> new Progress(f.text("phase"), f.whole("left"));
                    case "welcome" -> new Welcome(List.copyOf(f.lanes), f.number("heartbeatMillis"));
                    case "refused" -> new Refused(f.text("reason"));
                    case "pulse" -> new Pulse(f.number("seq"));
                    case "drain" -> new Drain(f.flag("migrate"), f.number("deadlineMillis"));
                    case "leaving" -> new Leaving();
                    case "ack" -> new Ack(f.text("lane"), f.number("count"));
                    case "backends" ->
                        new Backends(
                                List.copyOf(f.backends), Math.toIntExact(f.numberOr0("before")), f.flagOrNot("more"));
                    case "backendIdle" -> new BackendIdle(f.text("key"));
                    case "backendState" -> new BackendState(f.text("key"), f.flag("ejected"), f.text("why"));
                    default -> null;
                });
    }

    /** The fields of one object, read in any order. */
    private static final class Fields {
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Long> numbers = new HashMap<>();
        private final Map<String, Boolean> flags = new HashMap<>();
        private final List<String> holds = new ArrayList<>();
        private final List<Lane> lanes = new ArrayList<>();
        private final List<Backend> backends = new ArrayList<>();
        private final List<Long> latencies = new ArrayList<>();

        static Fields read(byte[] line, int offset, int length) throws IOException {
            try (JsonParser in = JSON.createParser(line, offset, length)) {
                if (in.nextToken() != JsonToken.START_OBJECT) {
                    throw new IOException("a link line is not a JSON object");
                }
                Fields fields = new Fields();
                fields.object(in);
                return fields;
            }
        }

        private void object(JsonParser in) throws IOException {
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                switch (in.nextToken()) {
                    case VALUE_STRING -> texts.put(name, in.getText());
                    case VALUE_NUMBER_INT -> numbers.put(name, in.getLongValue());
                    case VALUE_TRUE -> flags.put(name, true);
                    case VALUE_FALSE -> flags.put(name, false);
                    case START_ARRAY -> array(in, name);
                    default -> in.skipChildren();
                }
            }
            if (in.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("a link line ends inside an object");
            }
        }

        private void array(JsonParser in, String name) throws IOException {
            for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
                if (token == null) {
                    throw new IOException("a link line ends inside an array");
                }
                if (token == JsonToken.VALUE_STRING && name.equals("holds")) {
                    holds.add(in.getText());
                } else if (token == JsonToken.VALUE_NUMBER_INT && name.equals("latencies")) {
                    latencies.add(in.getLongValue());
                } else if (token == JsonToken.START_OBJECT && name.equals("lanes")) {
                    Fields lane = new Fields();
                    lane.object(in);
                    lanes.add(new Lane(lane.text("name"), lane.text("path"), lane.flag("give")));
                } else if (token == JsonToken.START_OBJECT && name.equals("backends")) {
                    Fields it = new Fields();
                    it.object(in);
                    backends.add(new Backend(it.text("key"), it.text("host"), it.whole("port"), it.flag("up")));
                } else {
                    in.skipChildren();
                }
            }
        }

        String text(String name) throws IOException {
            return need(texts.get(name), name);
        }

        long number(String name) throws IOException {
            return need(numbers.get(name), name);
        }

        /** 0 from a peer that does not know it. */
        private long numberOr0(String name) {
            return numbers.getOrDefault(name, 0L);
        }

        Traffic traffic() {
            return new Traffic(
                    numberOr0("good"),
                    numberOr0("redirects"),
                    numberOr0("refused"),
                    numberOr0("limited"),
                    numberOr0("cached"),
                    numberOr0("uncached"),
                    numberOr0("droppedLines"),
                    List.copyOf(latencies));
        }

        int whole(String name) throws IOException {
            return Math.toIntExact(number(name));
        }

        boolean flag(String name) throws IOException {
            return need(flags.get(name), name);
        }

        /** Not set by a peer that does not know it. */
        private boolean flagOrNot(String name) {
            return flags.getOrDefault(name, false);
        }

        private static <T> T need(@org.jspecify.annotations.Nullable T value, String name) throws IOException {
            if (value == null) {
                throw new IOException("a link line lacks \"" + name + "\"");
            }
            return value;
        }
    }
}
