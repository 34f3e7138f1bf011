package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "-5,0ms",
        "850,850ms",
        "1000,1s",
        "59999,59s",
        "60000,1m",
        "3599999,59m",
        "3600000,1h",
        "86400000,1d",
        "900000000,10d"
    })
    void showsTheLargestUnitOfADuration(long millis, String shown) {
        assertEquals(shown, Units.duration(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0B",
        "1023,1023B",
        "1024,1.0K",
        "60923904,58.1M",
        "1073741823,1.0G",
        "1073741824,1.0G",
        "5497558138880,5.0T"
    })
    void showsSizesWithOneDigit(long bytes, String shown) {
        assertEquals(shown, Units.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0,0%", "0.04,0%", "0.5,0.5%", "100,100%", "187.25,187.3%"})
    void showsSharesWithoutAnEmptyDigit(double share, String shown) {
        assertEquals(shown, Units.percent(share));
    }
}
