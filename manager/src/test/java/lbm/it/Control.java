package lbm.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Asks the manager directly over its socket, for tests that ask a hundred times: no JVM for each question. */
final class Control {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Control() {}

    /** Posts a command and returns the last line of its answer: {@code {"done":true,"exit":…}}. */
    static JsonNode post(Path home, String path, String body) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(home.resolve("lbm.sock")));
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            String head = "POST " + path + " HTTP/1.1\r\nHost: lbm\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
            channel.write(ByteBuffer.wrap(content));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            // Chunk sizes stand on lines of their own, so the lines of JSON can be picked out as they are.
            return JSON.readTree(answer.lines()
                    .filter(line -> line.startsWith("{"))
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new IOException("no line of JSON in: " + answer)));
        }
    }
}
