package lbm.manager.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One line a program wrote to its channel: Node's {@code process.send}, with {@code serialization: 'json'}. Words that
 * begin with {@code NODE_} are Node's own (lib/internal/child_process.js).
 */
public sealed interface Said {

    /** {@code process.send('ready')}: it can serve. */
    record Ready() implements Said {}

    /**
     * A message of the program's, as PM2 puts it on its bus: {@code {type, data}} under its type, everything else as
     * {@code process:msg}.
     *
     * @param text its data as JSON
     */
    record Message(String type, String text) implements Said {}

    /** A word of Node's cluster module; {@code act} says which. */
    record Cluster(JsonNode word) implements Said {}

    /**
     * A socket or server was sent along with a message. The manager has no use for it, and says that it came: Node sends
     * no other before.
     */
    record Handle() implements Said {}

    /** Nothing to act on: another word of Node's own, or no JSON. */
    record Other() implements Said {}

    /** Longer types are cut: they become words of an event. */
    int LONGEST_TYPE = 100;

    /** Reads one line, without its end. */
    static Said of(byte[] line) {
        if (new String(line, StandardCharsets.UTF_8).strip().equals("\"ready\"")) {
            return new Ready();
        }
        JsonNode word;
        try {
            word = Json.MAPPER.readTree(line);
        } catch (IOException e) {
            return new Other();
        }
        if (word == null || word.isMissingNode()) {
            return new Other();
        }
        String command = word.path("cmd").asText("");
        if (command.equals("NODE_CLUSTER")) {
            return new Cluster(word);
        }
        if (command.equals("NODE_HANDLE")) {
            return new Handle();
        }
        if (command.startsWith("NODE_")) {
            return new Other();
        }
        String type = word.path("type").asText("");
        JsonNode data = word.path("data");
        return type.isEmpty() || data.isMissingNode()
                ? new Message("process:msg", word.toString())
                : new Message(type.substring(0, Math.min(type.length(), LONGEST_TYPE)), data.toString());
    }

    /** What reads JSON; one for all. */
    final class Json {
        static final ObjectMapper MAPPER = new ObjectMapper();

        private Json() {}
    }
}
