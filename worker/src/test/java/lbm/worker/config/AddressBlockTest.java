package lbm.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {

    private static AddressBlock block(String text) {
        return AddressBlock.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8::/65, 2001:db8::7fff:0:0:1, true",
        "2001:db8::/65, 2001:db8:0:0:8000::, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::ffff:10.0.0.0/104, 11.9.9.9, false"
    })
    void holdsTheAddressesThatShareItsFirstBits(String block, String address, boolean held) {
        Ip ip = Ip.parse(address);
        assertNotNull(ip);
        assertEquals(held, block(block).contains(ip));
        assertEquals(held, block(block).contains(ip.address()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0/8",
                "10.0.0.0/8/8",
                "::/129",
                "::/+1",
                "localhost",
                "10.0.0.0 /8",
                "1.2.3.4.5",
                "[::1]",
                "fe80::1%eth0"
            })
    void whatIsNoBlockIsRefused(String text) {
        assertEquals(Optional.empty(), AddressBlock.parse(text));
    }

    @Test
    void bitsAfterTheLengthCountForNothing() {
        assertEquals(block("10.0.0.0/8"), block("10.1.2.3/8"));
        assertEquals(block("2001:db8::/32"), block("2001:db8::1/32"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "127.0.0.1/32", "0.0.0.0/0", "2001:db8:0:0:0:0:0:0/32"})
    void isWrittenAsItIsRead(String text) {
        assertEquals(text, block(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1..2.3",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "0x1.2.3.4",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "1::2::3",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:",
                "::1:",
                ":1",
                "\u0661::"
            })
    void whatIsNoAddressIsNone(String text) {
        assertNull(Ip.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "1::, 1:0:0:0:0:0:0:0",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "2001:DB8::a:0:f, 2001:db8:0:0:0:a:0:f",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1"
    })
    void addressesAreReadInAllTheirForms(String text, String same) throws Exception {
        Ip ip = Ip.parse(text);
        assertNotNull(ip);
        assertEquals(same, ip.toString());
        assertEquals(ip, Ip.of(InetAddress.getByName(text)));
    }

    @Test
    void ipv6CountsByPrefixAndIpv4ByAddress() {
        Ip six = Ip.parse("2001:db8:1:2ff::1");
        Ip four = Ip.parse("192.0.2.1");
        assertNotNull(six);
        assertNotNull(four);
        assertEquals(Ip.parse("2001:db8:1:200::"), six.network(56));
        assertEquals(four, four.network(56));
        assertEquals(six, six.network(128));
    }

    @Test
    void whatJavaWritesIsReadAsTheSame() throws Exception {
        Random random = new Random(3);
        byte[] bytes = new byte[16];
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(bytes);
            for (int zeros = random.nextInt(12); zeros > 0; zeros--) {
                bytes[random.nextInt(16)] = 0;
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            assertEquals(Ip.of(address), Ip.parse(address.getHostAddress()));
            assertEquals(address, Ip.of(address).address());
        }
    }

    @Test
    void oneBlockOfSeveralIsEnough() {
        List<AddressBlock> blocks = List.of(block("10.0.0.0/8"), block("::1"));
        assertTrue(AddressBlock.anyContains(blocks, new Ip(0, 1)));
        assertFalse(AddressBlock.anyContains(blocks, new Ip(0, 2)));
    }
}
