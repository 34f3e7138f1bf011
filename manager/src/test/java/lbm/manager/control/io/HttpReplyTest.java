package lbm.manager.control.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lbm.manager.control.Reply;
import lbm.manager.spec.ExitCode;
import org.junit.jupiter.api.Test;

class HttpReplyTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final HttpReply reply = new HttpReply(channel);

    @Test
    void aProblemIsAnAnswerByItself() {
        reply.problem(404, ExitCode.NO_SUCH_APP, "no app \"x\"", List.of());
        HttpResponse answer = channel.readOutbound();
        assertEquals(HttpResponseStatus.NOT_FOUND, answer.status());
        assertFalse(channel.isOpen());
    }

    @Test
    void aProblemAfterLinesHaveBegunIsTheLastOfThem() {
        Reply.Stream stream = reply.stream();
        reply.problem(400, ExitCode.USAGE, "parallel is 0", List.of("more"));
        stream.line(JsonNodeFactory.instance.objectNode().put("note", "too late"));
        stream.end();
        assertEquals(HttpResponseStatus.OK, ((HttpResponse) channel.readOutbound()).status());
        HttpContent line = channel.readOutbound();
        assertEquals(
                "{\"exit\":2,\"error\":\"parallel is 0\",\"details\":[\"more\"],\"done\":true}\n",
                line.content().toString(StandardCharsets.UTF_8));
        line.release();
        assertEquals(LastHttpContent.EMPTY_LAST_CONTENT, channel.readOutbound());
        assertTrue(channel.outboundMessages().isEmpty());
        assertFalse(channel.isOpen());
    }
}
