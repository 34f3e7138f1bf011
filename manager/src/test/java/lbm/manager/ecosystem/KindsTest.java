package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindsTest {

    private static final Kind<Duration> DURATION = Kinds.duration(Duration.ZERO);

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1500,1500",
        "'\"1500\"',1500",
        "500ms,500",
        "10s,10000",
        "2m,120000",
        "1h30m,5400000",
        "1d,86400000"
    })
    void durationsHaveUnitsOrAreMilliseconds(String text, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)), read(DURATION, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "1.5", "10S", "s", "1w", "1h 30m", "010", "true", "366d", "99999999999999999999", "{}"})
    void otherDurationsAreRefused(String text) {
        assertEquals(Optional.empty(), read(DURATION, text));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "300K,307200", "200M,209715200", "1G,1073741824", "'\"2G\"',2147483648"})
    void sizesHaveUnitsOrAreBytes(String text, long bytes) {
        assertEquals(Optional.of(bytes), read(Kinds.SIZE_IN_BYTES, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0M", "-1", "1T", "1g", "1GB", "1.5G", "9999999999G", "[1G]", "false"})
    void otherSizesAreRefused(String text) {
        assertEquals(Optional.empty(), read(Kinds.SIZE_IN_BYTES, text));
    }

    @ParameterizedTest
    @CsvSource({"max,4", "0,4", "-1,3", "-9,1", "1,1", "'\"7\"',7", "1000,1000"})
    void instancesAreCountedOnFourProcessors(String text, int instances) {
        assertEquals(Optional.of(instances), read(Instances.KIND, text).map(i -> i.on(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "1001", "2.5", "true", "0x2"})
    void otherInstancesAreRefused(String text) {
        assertEquals(Optional.empty(), read(Instances.KIND, text));
    }

    @Test
    void flagsAreTrueOrFalseAndNothingElse() {
        assertEquals(Optional.of(true), read(Kinds.FLAG, "True"));
        assertEquals(Optional.of(false), read(Kinds.FLAG, "false"));
        for (String text : List.of("yes", "on", "'true'", "1", "no")) {
            assertEquals(Optional.empty(), read(Kinds.FLAG, text), text);
        }
    }

    @Test
    void numbersWhereTextBelongsAreTakenAsWritten() {
        assertEquals(Optional.of("1.50"), read(Kinds.TEXT, "1.50"));
        assertEquals(Optional.empty(), read(Kinds.TEXT, "' '"));
        assertEquals(Optional.empty(), read(Kinds.TEXT, "true"));
    }

    @Test
    void argumentsAreAListOrALineForAShell() {
        assertEquals(Optional.of(List.of("a", "1", "true")), read(ListKinds.ARGUMENTS, "[a, 1, true]"));
        assertEquals(Optional.of(List.of("--a", "b c")), read(ListKinds.ARGUMENTS, "--a 'b c'"));
        assertEquals(Optional.empty(), read(ListKinds.ARGUMENTS, "--a \"b"));
        assertEquals(Optional.empty(), read(ListKinds.ARGUMENTS, "{a: b}"));
    }

    @Test
    void exitCodesAreOneOrAList() {
        assertEquals(Optional.of(Set.of(0)), read(ListKinds.EXIT_CODES, "0"));
        assertEquals(Optional.of(Set.of(0, 143)), read(ListKinds.EXIT_CODES, "[0, 143]"));
        assertTrue(
                Reading.problems("apps: [{script: serve, stop_exit_codes: [0, 256]}]")
                        .get(0)
                        .endsWith(
                                "apps[0].stop_exit_codes[1]: \"256\" is not a number in range; expected a number from 0 to 255"));
    }

    private static <T> Optional<T> read(Kind<T> kind, String yaml) {
        Report report = new Report("test");
        Node node = YamlTree.parse(yaml, report).orElseThrow();
        Optional<T> read = kind.read(new Value("field", node), report);
        assertEquals(read.isEmpty(), report.hasProblems(), "a refusal says why");
        return read;
    }
}
