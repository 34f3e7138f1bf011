package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptEncodingTest {

    private static final List<Coding> ALL = List.of(Coding.BROTLI, Coding.ZSTD, Coding.GZIP);

    private static String order(String field) {
        return tokens(AcceptEncoding.order(field, ALL));
    }

    private static String tokens(List<Coding> order) {
        return order.stream().map(Coding::token).collect(Collectors.joining(" "));
    }

    @Test
    void whoSaysNothingGetsThePlainBytes() {
        assertEquals(List.of(Coding.IDENTITY), AcceptEncoding.order(null, ALL));
        assertEquals("identity", order(""));
        assertEquals("identity", order("  "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | gzip identity",
                "gzip, deflate, br | br gzip identity",
                "gzip, deflate, br, zstd | br zstd gzip identity",
                "deflate | identity",
                "GZip | gzip identity",
                "x-gzip | gzip identity",
                "gzip,br | br gzip identity",
                "gzip\t,\tbr | br gzip identity",
            })
    void amongEqualWishesTheServersOrderCounts(String field, String order) {
        assertEquals(order, order(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "br;q=0.5, gzip;q=0.8 | gzip br identity",
                "br;q=0.5, gzip | gzip br identity",
                "br;q=0.001, gzip;q=0.002, zstd;q=0.003 | zstd gzip br identity",
                "gzip;q=1.0, br;q=1.000 | br gzip identity",
                "gzip;Q=0.5 | gzip identity",
                "gzip ; q=0.5, br ;q=0.4 | gzip br identity",
                "br;q=0.9, br;q=0.1, gzip;q=0.5 | br gzip identity",
            })
    void theClientsWeightsComeFirst(String field, String order) {
        assertEquals(order, order(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "br;q=0, gzip | gzip identity",
                "br;q=0.000, gzip;q=0.0 | identity",
                "gzip;q=0 | identity",
            })
    void aWeightOfZeroIsARefusal(String field, String order) {
        assertEquals(order, order(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | br zstd gzip identity",
                "*;q=0.5 | br zstd gzip identity",
                "gzip, *;q=0.5 | gzip br zstd identity",
                "br;q=0, * | zstd gzip identity",
                "gzip;q=0.2, *;q=0.8 | br zstd identity gzip",
                "gzip, *;q=0, identity | gzip identity",
            })
    void aStarIsEveryCodingThatIsNotNamed(String field, String order) {
        assertEquals(order, order(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, identity;q=0 | gzip",
                "gzip, *;q=0 | gzip",
                "identity;q=0 | ''",
                "*;q=0 | ''",
                "identity;q=0, * | br zstd gzip",
                "identity;q=0.1, *;q=0 | identity",
            })
    void thePlainBytesCanBeRefused(String field, String order) {
        assertEquals(order, order(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identity, gzip | gzip identity",
                "identity;q=0.5, gzip;q=0.5 | gzip identity",
                "identity, gzip;q=0.5 | identity gzip",
                "identity;q=0.5, gzip;q=1 | gzip identity",
                "identity | identity",
            })
    void whoWantsThePlainBytesMoreGetsThem(String field, String order) {
        assertEquals(order, order(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip;q=x, br | br identity",
                "gzip;q=, br | br identity",
                "gzip;q=1.5, br | br identity",
                "gzip;q=2, br | br identity",
                "gzip;q=0.1234, br | br identity",
                "gzip;q=-1, br | br identity",
                "gzip;q=1;x=y, br | br identity",
                "gzip;x=1, br | br identity",
                "gzip;q=.5, br | br identity",
                "gzip;q=05, br | br identity",
                ",,gzip,, | gzip identity",
                ";q=1, gzip | gzip identity",
                "identity;q=zero, gzip | gzip identity",
            })
    void whatCannotBeReadIsAsIfItWereNotThere(String field, String order) {
        assertEquals(order, order(field));
    }

    @Test
    void onlyWhatIsOfferedIsChosen() {
        assertEquals("gzip identity", tokens(AcceptEncoding.order("br, gzip", List.of(Coding.GZIP))));
        assertEquals("identity", tokens(AcceptEncoding.order("br, gzip", List.of())));
        assertEquals("gzip br identity", tokens(AcceptEncoding.order("br, gzip", List.of(Coding.GZIP, Coding.BROTLI))));
    }

    @Test
    void aHostileListIsReadInPassing() {
        assertEquals("gzip identity", order("x;q=0.5,".repeat(2000) + "gzip"));
    }
}
