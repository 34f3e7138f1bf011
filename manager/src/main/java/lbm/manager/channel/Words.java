package lbm.manager.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/** Lines the manager writes to a program's channel, each with its end. */
public final class Words {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Words() {}

    /** {@code process.on('message', m => m === 'shutdown')}: PM2's {@code shutdown_with_message}. */
    public static byte[] shutdown() {
        return line(TextNode.valueOf("shutdown"));
    }

    /** Any message of the operator's, told as it is. */
    public static byte[] message(JsonNode message) {
        return line(message);
    }

    /** A socket or server has arrived: the next one may come. */
    public static byte[] handleArrived() {
        return line(JSON.objectNode().put("cmd", "NODE_HANDLE_ACK"));
    }

    /** Has Node's cluster module close its servers, and the channel when they are closed. */
    public static byte[] disconnect() {
        return line(cluster().put("act", "disconnect"));
    }

    /** The answer to a word of the cluster module that bears a number. */
    public static byte[] answer(JsonNode seq) {
        ObjectNode answer = cluster();
        answer.set("ack", seq);
        return line(answer);
    }

    /**
     * {@code listen} is refused.
     *
     * @param errno negative, as libuv has it
     */
    public static byte[] refused(JsonNode query, String key, int errno) {
        return line(reply(query, key).put("errno", errno));
    }

    /** {@code listen} is granted; the listener goes with this line. */
    public static byte[] listener(JsonNode query, String key) {
        ObjectNode reply = reply(query, key).put("errno", 0);
        reply.set("data", query.path("data").isMissingNode() ? JSON.nullNode() : query.path("data"));
        ObjectNode handle = JSON.objectNode().put("cmd", "NODE_HANDLE").put("type", "net.Native");
        handle.set("msg", reply);
        return line(handle);
    }

    private static ObjectNode reply(JsonNode query, String key) {
        ObjectNode reply = cluster().put("key", key);
        reply.set("ack", query.path("seq"));
        return reply;
    }

    private static ObjectNode cluster() {
        return JSON.objectNode().put("cmd", "NODE_CLUSTER");
    }

    private static byte[] line(JsonNode word) {
        return (word.toString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
