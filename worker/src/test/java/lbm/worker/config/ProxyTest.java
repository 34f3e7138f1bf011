package lbm.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {

    private static Proxy parse(String json) throws BadConfig {
        return Proxy.parse(json.replace('\'', '"'));
    }

    @Test
    void everythingHasADefault() throws BadConfig {
        Proxy proxy = parse("{}");
        assertEquals(Proxy.Mode.HTTP, proxy.mode());
        assertEquals(Proxy.Balance.LEAST_CONNECTIONS, proxy.balance());
        assertEquals(Proxy.Sticky.OFF, proxy.sticky());
        assertEquals(Proxy.Forwarded.X, proxy.forwarded());
        assertEquals(Duration.ofSeconds(5), proxy.waits().queue());
        assertEquals(300, proxy.warmupRequests());
        assertFalse(proxy.ownAccept());
    }

    @Test
    void whatIsSetIsTaken() throws BadConfig {
        Proxy proxy = parse("{'mode':'tcp','balance':'round_robin','sticky':'cookie','forwarded':false,"
                + "'send_proxy_protocol':'v2','trust':['10.0.0.0/8'],'accept_proxy_protocol':true,"
                + "'eject_time':600000,'read_timeout':50,'later':{}}");
        assertEquals(Proxy.Mode.TCP, proxy.mode());
        assertEquals(Proxy.Sticky.COOKIE, proxy.sticky());
        assertEquals(Proxy.Forwarded.OFF, proxy.forwarded());
        assertEquals(2, proxy.sendProxyProtocol());
        assertEquals(Duration.ofMinutes(10), proxy.ejection().most(), "the bound follows");
        assertEquals(Duration.ofMillis(50), proxy.waits().read());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|LBM_PROXY is not a JSON object",
                "{'mode':'udp'}|LBM_PROXY: \"mode\" is not http or tcp",
                "{'sticky':'ip'}|LBM_PROXY: \"sticky\" is not off, cookie or address",
                "{'sticky_cookie':'a b'}|LBM_PROXY: \"sticky_cookie\" is not the name of a cookie",
                "{'send_proxy_protocol':'v3'}|LBM_PROXY: \"send_proxy_protocol\" is not v1 or v2",
                "{'read_timeout':1}|LBM_PROXY: \"read_timeout\" is not between 10 and 86400000",
                "{'eject_time':2000,'eject_time_most':1000}|LBM_PROXY: \"eject_time_most\" is below eject_time",
                "{'accept_proxy_protocol':true}|LBM_PROXY: \"accept_proxy_protocol\" is of no use without \"trust\": nobody may send that header",
            })
    void whatIsOfNoUseIsToldInOneLine(String json, String message) {
        assertEquals(message, assertThrows(BadConfig.class, () -> parse(json)).getMessage());
    }
}
