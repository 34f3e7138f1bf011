package lbm.worker.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {

    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
    private static final String EARLIER = "Sun, 06 Nov 1994 08:49:36 GMT";
    private static final String LATER = "Sun, 06 Nov 1994 08:49:38 GMT";
    private static final Representation FILE = new Representation(100, "text/plain", "\"tag\"", 784111777, "no-cache");

    private static Selection of(Conditions conditions) {
        return Selection.of(FILE, conditions, true);
    }

    private static Conditions ifNoneMatch(String tags) {
        return new Conditions(null, null, tags, null, null, null);
    }

    private static Conditions range(String range, @Nullable String ifRange) {
        return new Conditions(null, null, null, null, range, ifRange);
    }

    @Test
    void aPlainRequestGetsTheWhole() {
        assertEquals(new Selection.Whole(), of(Conditions.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"tag\"|true",
                "W/\"tag\"|true",
                "*|true",
                "\"other\", \"tag\"|true",
                "\"a,b\" , W/\"tag\"|true",
                "\"other\"|false",
                "\"a,\"tag\"|false",
                "tag|false",
                "''|false",
                "\"tag|false",
            })
    void tagsAreComparedWeaklyForIfNoneMatch(String tags, boolean same) {
        assertEquals(same ? new Selection.NotModified() : new Selection.Whole(), of(ifNoneMatch(tags)));
    }

    @Test
    void ifModifiedSinceCountsOnlyWithoutTags() {
        assertEquals(new Selection.NotModified(), of(new Conditions(null, null, null, DATE, null, null)));
        assertEquals(new Selection.NotModified(), of(new Conditions(null, null, null, LATER, null, null)));
        assertEquals(new Selection.Whole(), of(new Conditions(null, null, null, EARLIER, null, null)));
        assertEquals(new Selection.Whole(), of(new Conditions(null, null, null, "yesterday", null, null)));
        assertEquals(new Selection.Whole(), of(new Conditions(null, null, "\"other\"", DATE, null, null)));
    }

    @Test
    void whatMustMatchAndDoesNotFailsFirst() {
        assertEquals(new Selection.Failed(), of(new Conditions("\"other\"", null, "\"tag\"", null, null, null)));
        assertEquals(new Selection.Failed(), of(new Conditions("W/\"tag\"", null, null, null, null, null)));
        assertEquals(new Selection.Whole(), of(new Conditions("\"tag\"", EARLIER, null, null, null, null)));
        assertEquals(new Selection.Failed(), of(new Conditions(null, EARLIER, null, null, null, null)));
        assertEquals(new Selection.Whole(), of(new Conditions(null, DATE, null, null, null, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=10-19, 10, 10",
        "bytes=10-, 10, 90",
        "bytes=10-1000, 10, 90",
        "bytes=-10, 90, 10",
        "bytes=-1000, 0, 100",
        "BYTES=5-5, 5, 1",
        "bytes=99-99999999999999999999, 99, 1",
    })
    void oneRangeIsAnsweredAsAPart(String range, long from, long length) {
        assertEquals(new Selection.Part(from, length), of(range(range, null)));
    }

    @ParameterizedTest
    @CsvSource({"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"})
    void aRangeBeyondTheEndCannotBeSatisfied(String range) {
        assertEquals(new Selection.Unsatisfiable(), of(range(range, null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=5-4",
                "bytes=a-b",
                "bytes=-",
                "bytes=",
                "lines=1-2",
                "bytes=--1",
                "0-1",
                "bytes=,",
                "bytes=0-1,x"
            })
    void whatIsNoSingleRangeIsAsIfNotAsked(String range) {
        assertEquals(new Selection.Whole(), of(range(range, null)));
    }

    private static String shown(Selection selection) {
        if (selection instanceof Selection.Parts several) {
            return several.parts().stream()
                    .map(it -> it.from() + "+" + it.length())
                    .reduce((a, b) -> a + " " + b)
                    .orElse("");
        }
        return selection instanceof Selection.Part one
                ? one.from() + "+" + one.length()
                : selection.getClass().getSimpleName();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-9,1000-1009|0+10 1000+10",
                "bytes=1000-1009,0-9|1000+10 0+10",
                "bytes= 0-9 , ,\t1000-1009,|0+10 1000+10",
                "bytes=0-9,-10|0+10 9990+10",
                "bytes=0-9,20000-|0+10",
                "bytes=0-9,20000-,1000-1009|0+10 1000+10",
                "bytes=20000-,-0|Unsatisfiable",
                "bytes=0-9,5-20|0+21",
                "bytes=5-20,0-9|0+21",
                "bytes=0-9,10-19|0+20",
                "bytes=0-9,130-139|0+140",
                "bytes=0-9,1000-1009,5-995|0+1010",
                "bytes=3000-3009,0-9,2000-2009,5-1999|3000+10 0+2010",
                "bytes=0-0,0-0,0-0|0+1",
                "bytes=0-,0-,0-|0+10000",
                "bytes=0-5000,5200-9999|Whole",
                "bytes=0-0,500-500,1000-1000,1500-1500,2000-2000,2500-2500,3000-3000,3500-3500,4000-4000,4500-4500,"
                        + "5000-5000,5500-5500,6000-6000,6500-6500,7000-7000,7500-7500,8000-8000|Whole",
                "bytes=0-9,5-4|Whole",
            })
    void severalRangesAreJoinedOrSentInTheirOrder(String range, String parts) {
        Representation file = new Representation(10_000, "text/plain", "\"tag\"", 784111777, "no-cache");
        assertEquals(parts, shown(Selection.of(file, range(range, null), true)));
    }

    @Test
    void aDateThatCannotBeReadNeverStandsForTheBytes() {
        Representation old = new Representation(100, "text/plain", "\"tag\"", -1, "no-cache");
        assertEquals(new Selection.Whole(), Selection.of(old, range("bytes=0-9", "nonsense"), true));
    }

    @Test
    void aRangeIsOnlyForTheBytesTheClientKnows() {
        Selection part = new Selection.Part(0, 10);
        assertEquals(part, of(range("bytes=0-9", "\"tag\"")));
        assertEquals(part, of(range("bytes=0-9", DATE)));
        assertEquals(new Selection.Whole(), of(range("bytes=0-9", "\"other\"")));
        assertEquals(new Selection.Whole(), of(range("bytes=0-9", "W/\"tag\"")));
        assertEquals(new Selection.Whole(), of(range("bytes=0-9", LATER)));
        assertEquals(new Selection.Whole(), of(range("bytes=0-9", "nonsense")));
    }

    @Test
    void headKnowsNoRanges() {
        assertEquals(new Selection.Whole(), Selection.of(FILE, range("bytes=0-9", null), false));
    }
}
