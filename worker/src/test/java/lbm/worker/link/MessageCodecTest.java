package lbm.worker.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {

    static List<Message> everyKind() {
        return List.of(
                new Message.Hello(1, "tok\"en\n", "site", 3, 1, 7, 4711, List.of("0.0.0.0:80", "[::]:443"), true),
                new Message.Ready(),
                new Message.Heartbeat(9, 120, 3, 1L << 40, 2, 99),
                new Message.Heartbeat(
                        9, 120, 3, 100, 2, 99, new Message.Traffic(90, 5, 3, 1, 80, 4, 6, List.of(7L, 1L, 191L, 99L))),
                new Message.Goodbye("drained"),
                new Message.Progress("warming", 12),
                new Message.Welcome(List.of(new Message.Lane("0.0.0.0:80", "/run/lane", true)), 500),
                new Message.Refused("stale"),
                new Message.Pulse(9),
                new Message.Drain(true, 5000),
                new Message.Leaving(),
                new Message.Ack("0.0.0.0:80", 17),
                new Message.Backends(List.of(
                        new Message.Backend("api:0#1", "127.0.0.1", 40_001, true),
                        new Message.Backend("api:1#1", "::1", 40_002, false))),
                new Message.Backends(List.of(new Message.Backend("api:0#1", "::1", 40_002, true)), 500, true),
                new Message.BackendIdle("api:1#1"),
                new Message.BackendState("api:0#1", true, "5 failures: refused"));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyKindReadsBackAsItWasWritten(Message message) throws IOException {
        byte[] line = MessageCodec.encode(message);
        assertEquals('\n', line[line.length - 1]);
        assertEquals(Optional.of(message), MessageCodec.decode(line, 0, line.length));
    }

    @Test
    void everyKindOfTheVocabularyIsTried() {
        assertEquals(
                Message.class.getPermittedSubclasses().length,
                everyKind().stream().map(Object::getClass).distinct().count());
    }

    @Test
    void unknownKindsAreSkippedAndUnknownFieldsIgnored() throws IOException {
        assertEquals(Optional.empty(), decode("{\"t\":\"dance\"}"));
        assertEquals(Optional.of(new Message.Pulse(1)), decode("{\"x\":{\"y\":[1,{}]},\"t\":\"pulse\",\"seq\":1}"));
    }

    @Test
    void aHeartbeatOfAnOlderWorkerSaysNothingAboutItsTraffic() throws IOException {
        String old = "{\"t\":\"heartbeat\",\"seq\":1,\"loopDelayMicros\":2,\"connections\":3,"
                + "\"requests\":4,\"errors\":5,\"bytes\":6}";
        assertEquals(Optional.of(new Message.Heartbeat(1, 2, 3, 4, 5, 6)), decode(old));
    }

    @Test
    void aThousandBackendsFitInALine() throws IOException {
        Message all = new Message.Backends(java.util.stream.IntStream.range(0, 1000)
                .mapToObj(i -> new Message.Backend("an-application:" + i + "#1234567", "127.0.0.1", 40_000 + i, true))
                .toList());
        byte[] line = MessageCodec.encode(all);
        assertEquals(true, line.length < MessageCodec.MAX_LINE);
        assertEquals(Optional.of(all), MessageCodec.decode(line, 0, line.length));
    }

    @Test
    void brokenLinesAreErrorsThatSayWhatIsMissing() {
        assertThrows(IOException.class, () -> decode("[]"));
        assertThrows(IOException.class, () -> decode("{\"t\":\"pulse\""));
        assertEquals(
                "a link line lacks \"seq\"",
                assertThrows(IOException.class, () -> decode("{\"t\":\"pulse\"}"))
                        .getMessage());
    }

    private static Optional<Message> decode(String line) throws IOException {
        byte[] bytes = line.getBytes(UTF_8);
        return MessageCodec.decode(bytes, 0, bytes.length);
    }
}
