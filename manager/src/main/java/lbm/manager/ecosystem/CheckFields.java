package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Scalar;

/** The fields of {@code ready:} and {@code alive:}. */
final class CheckFields {

    private static final Duration TENTH = Duration.ofMillis(100);

    /** A path on the instance's own port, a URL, or a port: as {@code Check} has it. */
    private static final Kind<String> HTTP_TARGET = new ScalarKind<>(
            "something to ask by HTTP",
            "a path such as /health, a URL or a port",
            CheckFields::http,
            () -> Shapes.either(Shapes.range(1, 65_535), Shapes.pattern("^(/|https?://|\\d+$)")));

    /** {@code true} is the instance's own port. */
    private static final Kind<String> TCP_TARGET = new ScalarKind<>(
            "something to connect to",
            "a port, host:port, or true for the app's own port",
            CheckFields::tcp,
            () -> Shapes.either(
                    Shapes.range(1, 65_535), Shapes.words(List.of("true")), Shapes.pattern(":\\d+$|^\\d+$"), yes()));

    static final Field<String> HTTP = Field.of(
            "http",
            HTTP_TARGET,
            "",
            "Is well with a status from 200 to 399: a path on the app's port, a URL or a port.");
    static final Field<String> TCP =
            Field.of("tcp", TCP_TARGET, "", "Is well when it takes a connection; instead of `http`.");
    static final Field<List<String>> COMMAND = Field.of(
            "command", ListKinds.ARGUMENTS, "", "Is well with exit code 0; instead of `http`, and without a shell.");
    static final Field<Duration> TIMEOUT =
            Field.of("timeout", Kinds.duration(TENTH), "2s", "After it a look has failed.");
    static final Field<Integer> RETRIES =
            Field.of("retries", Kinds.whole(1, 1000), "3", "So many failures in a row count.");
    static final Field<Duration> START_PERIOD = Field.of(
            "start_period", Kinds.duration(Duration.ZERO), "0", "Failures so soon after the start do not count.");
    static final Field<Duration> READY_INTERVAL =
            Field.of("interval", Kinds.duration(TENTH), "500ms", "From one look to the next.");
    static final Field<Duration> ALIVE_INTERVAL =
            Field.of("interval", Kinds.duration(TENTH), "5s", "From one look to the next.");

    static final Kind<Value> READY = new Block("{http: /ready}", fields(READY_INTERVAL));
    static final Kind<Value> ALIVE = new Block("{http: /health, interval: 10s}", fields(ALIVE_INTERVAL));

    private CheckFields() {}

    private static List<Field<?>> fields(Field<Duration> interval) {
        return List.of(HTTP, TCP, COMMAND, interval, TIMEOUT, RETRIES, START_PERIOD);
    }

    private static ObjectNode yes() {
        ObjectNode yes = Shapes.object();
        yes.putArray("enum").add(true);
        return yes;
    }

    private static Optional<String> http(Scalar s) {
        Optional<Integer> port = port(s.text());
        if (port.isPresent()) {
            return port.map(p -> "http://127.0.0.1:" + p + "/");
        }
        return Kinds.words(s).filter(text -> text.startsWith("/") ? text.matches("[!-~&&[^#\\\\]]+") : isUrl(text));
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return text.matches("https?://.+")
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65_535;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Optional<String> tcp(Scalar s) {
        if (s.form() == Form.BOOLEAN) {
            return s.text().equalsIgnoreCase("true") ? Optional.of("") : Optional.empty();
        }
        String text = s.text();
        int colon = text.lastIndexOf(':');
        boolean right = colon != 0
                && port(text.substring(colon + 1)).isPresent()
                && (colon < 0 || text.substring(0, colon).matches("\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+"));
        return right ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Integer> port(String text) {
        return Optional.of(text)
                .filter(t -> t.matches("[1-9]\\d{0,4}"))
                .map(Integer::valueOf)
                .filter(p -> p <= 65_535);
    }

    /** A check, read when it is known what it belongs to. */
    record Block(String example, List<Field<?>> fields) implements Kind<Value> {

        @Override
        public Optional<Value> read(Value value, Report report) {
            if (!(value.node() instanceof Node.Table)) {
                report.wrong(value, "is not a check", expected());
                return Optional.empty();
            }
            return Optional.of(value);
        }

        @Override
        public String expected() {
            return "a map such as " + example;
        }

        @Override
        public ObjectNode schema() {
            return Schema.table(fields);
        }

        @Override
        public List<Field<?>> inside() {
            return fields;
        }
    }
}
