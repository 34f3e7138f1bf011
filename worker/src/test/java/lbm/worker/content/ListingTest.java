package lbm.worker.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTest {

    private static Listing.Entry file(String name) {
        return new Listing.Entry(name, false, 2048, 784111777);
    }

    private static String page(String path, Listing.Entry... entries) {
        return new String(new Listing(path, List.of(entries), false).html(), UTF_8);
    }

    @Test
    void foldersComeFirstAndNamesAreSorted() {
        String page = page("/", file("b"), file("A"), new Listing.Entry("z", true, 0, 0));
        assertTrue(page.indexOf("./z/") < page.indexOf("./A") && page.indexOf("./A") < page.indexOf("./b"), page);
        assertTrue(page.contains("<a href=\"./b\">b</a></td><td align=\"right\">2.0 KB</td><td>1994-11-06 08:49</td>"));
        assertFalse(page.contains("../"), "nothing lies above the root");
        assertTrue(page("/a/").contains("<a href=\"../\">"));
    }

    @Test
    void noNameIsReadAsHtmlOrAsAScheme() {
        String page = page("/<b>/", file("<script>alert(1)</script>"), file("javascript:alert(1)"), file("\"'&\n.ä"));
        assertFalse(page.contains("<script") || page.contains("<b>"), page);
        assertTrue(page.contains("Index of /&lt;b&gt;/"));
        assertTrue(page.contains("href=\"./javascript%3Aalert%281%29\""), page);
        assertTrue(page.contains("href=\"./%22%27%26%0A.%C3%A4\">&quot;&#39;&amp;\ufffd.ä</a>"), page);
    }

    @Test
    void whatWasLeftOutIsSaid() {
        String page = new String(new Listing("/", List.of(file("a")), true).html(), UTF_8);
        assertTrue(page.contains("<p>There are more than these 1.</p>"));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "1023,1023 B",
        "1024,1.0 KB",
        "10239,10 KB",
        "1048575,1.0 MB",
        "20971520,20 MB",
        "1099511627776,1.0 TB",
        "9223372036854775807,8192 PB"
    })
    void sizesAreReadable(long bytes, String text) {
        assertEquals(text, Listing.size(bytes));
    }
}
