package lbm.worker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServeTest {

    private static Serve serve(String more) throws BadConfig {
        return Serve.parse("{\"root\":\"/srv\"" + more + "}");
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws BadConfig {
        Serve serve = serve("");
        assertEquals(new Files(false, false, false, false), serve.files());
        assertEquals(List.of("br", "zstd", "gzip"), serve.compression().codings());
        assertEquals(Limits.DEFAULT, serve.limits());
        assertEquals("/health", serve.health().path());
        assertTrue(serve.rateLimit().isEmpty()
                && serve.tls().isEmpty()
                && serve.cors().isEmpty());
        assertTrue(serve.accessLog().isEmpty() && serve.basicAuth().isEmpty());
    }

    @Test
    void everyBlockIsRead() throws BadConfig {
        Serve serve = serve(",\"rate_limit\":{\"window\":60000,\"max\":7,\"allow\":[\"::1\"],\"file\":\"/r\"},"
                + "\"tls\":{\"cert\":\"/c\",\"key\":\"/k\",\"redirect_port\":80,\"home\":\"/h\"},"
                + "\"access_log\":{\"format\":\"json\",\"file\":\"/a\"},\"compression\":false,"
                + "\"health\":{\"checks\":[{\"name\":\"api\",\"url\":\"http://x/\"}]},"
                + "\"cache\":[{\"match\":\"*.pdf\",\"control\":\"no-store\"}],"
                + "\"basic_auth\":{\"username\":\"u\",\"password\":\"p\"}");
        RateLimit limit = serve.rateLimit().orElseThrow();
        assertEquals(Duration.ofMinutes(1), limit.window());
        assertEquals(7, limit.max());
        assertEquals(56, limit.ipv6Prefix());
        assertEquals(80, serve.tls().orElseThrow().redirectPort().orElseThrow());
        assertEquals(
                List.of(new Tls.Certificate(Path.of("/c"), Path.of("/k"))),
                serve.tls().orElseThrow().certificates());
        assertEquals(AccessLog.Format.JSON, serve.accessLog().orElseThrow().format());
        assertEquals(List.of(), serve.compression().codings());
        assertEquals("api", serve.health().checks().get(0).name());
        assertEquals(
                List.of(new Caching.Rule("*.pdf", "no-store")), serve.caching().rules());
        assertEquals("BasicAuth[username=u]", serve.basicAuth().orElseThrow().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'tls':{'home':'/h'}|\"tls\" is without a certificate: cert and key, or self_signed",
                "'tls':{'home':'/h','self_signed':true,'cert':'/c','key':'/k'}|\"tls.self_signed\" is not for a site that has certificates",
                "'health':{'ready_path':'/health'}|\"health.ready_path\" is that of the other check, too",
                "'tls':{'cert':'/c','home':'/h'}|\"tls.key\" is missing; it is an absolute path",
                "'rate_limit':{'max':0,'file':'/f'}|\"rate_limit.max\" is not between 1 and 2147483647",
                "'rate_limit':{'allow':['x'],'file':'/f'}|\"rate_limit.allow\" is not a list of address blocks: x",
                "'limits':{'idle_timeout':'1s'}|\"limits.idle_timeout\" is not a whole number",
                "'cors':{'credentials':true}|\"cors.credentials\" is not allowed together with the origin *",
                "'cache':[{'match':'*','control':'a\\nb'}]|\"cache[0].control\" is not the value of a header field",
                "'access_log':{'format':'xml','file':'/f'}|\"access_log.format\" is not combined, common or json",
            })
    void whatIsOfNoUseIsToldByItsKey(String more, String message) {
        BadConfig bad = assertThrows(BadConfig.class, () -> serve("," + more.replace('\'', '"')));
        assertEquals("LBM_SERVE: " + message, bad.getMessage());
    }
}
