package lbm.manager.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A manager's control socket with canned answers: JSON objects, or several lines as a chunked stream. */
final class FakeControl implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Map<String, Canned> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private record Canned(int status, List<String> lines, boolean whole) {}

    /** One request as it came. */
    record Asked(String what, String body) {}

    FakeControl(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "fake control");
        thread.setDaemon(true);
        thread.start();
    }

    /** The answer to {@code "GET /v1/apps"}. */
    FakeControl answer(String request, int status, String body) {
        answers.put(request, new Canned(status, List.of(body), true));
        return this;
    }

    /** Lines of a stream. */
    FakeControl stream(String request, String... lines) {
        answers.put(request, new Canned(200, List.of(lines), true));
        return this;
    }

    /** Lines of a stream that then breaks off, as when the manager is killed. */
    FakeControl broken(String request, String... lines) {
        answers.put(request, new Canned(200, List.of(lines), false));
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                handle(client);
            } catch (IOException e) {
                // The client left, or the test is over: the loop looks.
                asked.add(new Asked("broken: " + e.getMessage(), ""));
            }
        }
    }

    private void handle(SocketChannel client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(client), StandardCharsets.ISO_8859_1));
        String[] first = in.readLine().split(" ", -1);
        String request = first[0] + " " + first[1];
        int length = 0;
        for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
            if (header.startsWith("Content-Length: ")) {
                length = Integer.parseInt(header.substring("Content-Length: ".length()));
            }
        }
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < length; i++) {
            body.append((char) in.read());
        }
        asked.add(new Asked(
                request, new String(body.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
        Canned canned =
                answers.getOrDefault(request, new Canned(404, List.of("{\"exit\":1,\"error\":\"not canned\"}"), true));
        OutputStream out = Channels.newOutputStream(client);
        write(out, "HTTP/1.1 " + canned.status() + " X\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String line : canned.lines()) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            write(out, Integer.toHexString(bytes.length) + "\r\n");
            out.write(bytes);
            write(out, "\r\n");
        }
        if (canned.whole()) {
            write(out, "0\r\n\r\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
