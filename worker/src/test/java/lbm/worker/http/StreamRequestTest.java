package lbm.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import org.junit.jupiter.api.Test;

class StreamRequestTest {

    @Test
    void aRequestSaysThatItCameByHttp2() {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("GET")
                .scheme("https")
                .authority("x.test")
                .path("/a");
        assertEquals(
                "HTTP/2.0",
                StreamRequest.of(headers, 100).request().protocolVersion().text());
    }
}
