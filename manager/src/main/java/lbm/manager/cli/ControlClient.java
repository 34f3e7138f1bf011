package lbm.manager.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lbm.manager.spec.ExitCode;

/** Asks the manager over its control socket: HTTP/1.1 and JSON, one connection a request. */
public final class ControlClient {
    /** What the kernel takes as the path of a unix socket. */
    private static final int LONGEST_PATH = 107;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path socket;

    public ControlClient(Path socket) {
        this.socket = socket;
    }

    /** An answer read to its end. */
    public record Reply(int status, String body) {
        public boolean ok() {
            return status / 100 == 2;
        }

        /**
         * The body as an object.
         *
         * @throws Failure with the manager's own words when it refused
         */
        public JsonObject orFail() {
            JsonObject object = parsed(body);
            if (!ok()) {
                throw refused(status, object);
            }
            return object;
        }
    }

    /** Asks and reads the whole answer, within ten seconds. */
    public Reply get(String path) {
        return exchange("GET", path, "", PATIENCE);
    }

    /** The same with a body, and with a deadline of the caller's. */
    public Reply exchange(String method, String path, String body, Duration patience) {
        try (SocketChannel channel = connect();
                Deadline deadline = new Deadline(channel, patience)) {
            try {
                HttpAnswer answer = send(channel, method, path, body);
                return new Reply(answer.status(), answer.text());
            } catch (IOException e) {
                throw deadline.passed()
                        ? new Failure(
                                ExitCode.FAILED,
                                "the manager does not answer within " + patience.toSeconds() + " s; see "
                                        + socket.resolveSibling("lbm.log"))
                        : broken(e);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Asks and hands on each line of the answer as it comes, without an end of time.
     *
     * @throws Failure when the manager refuses, or leaves before the answer's end
     */
    public void lines(String method, String path, String body, Consumer<String> each) {
        try (SocketChannel channel = connect()) {
            HttpAnswer answer = send(channel, method, path, body);
            if (answer.status() / 100 != 2) {
                throw refused(answer.status(), parsed(answer.text()));
            }
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = answer.read(); next >= 0; next = answer.read()) {
                if (next == '\n') {
                    each.accept(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(next);
                }
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private SocketChannel connect() throws IOException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the path of the control socket is longer than " + LONGEST_PATH
                            + " bytes, which the kernel refuses: " + socket + "; set LBM_HOME to a shorter folder");
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            // The JDK has no type for these; the file tells the two apart.
            if (Files.exists(socket) && !Files.isWritable(socket)) {
                throw new Failure(
                        ExitCode.NO_PERMISSION, "no permission to use " + socket + "; who started the manager?");
            }
            if (Files.isDirectory(folder()) && !Files.isExecutable(folder())) {
                throw new Failure(
                        ExitCode.NO_PERMISSION, "no permission to enter LBM_HOME=" + folder() + "; whose is it?");
            }
            throw new NoManager(folder(), List.of());
        }
    }

    private HttpAnswer send(SocketChannel channel, String method, String path, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " /v1" + path + " HTTP/1.1\r\nHost: lbm\r\nConnection: close\r\n"
                + (content.length > 0 ? "Content-Type: application/json\r\n" : "") + "Content-Length: "
                + content.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(content);
        ByteBuffer buffer = ByteBuffer.wrap(request.toByteArray());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return new HttpAnswer(new BufferedInputStream(Channels.newInputStream(channel)));
    }

    private Path folder() {
        return socket.resolve("..").normalize();
    }

    private Failure broken(IOException e) {
        String how = e instanceof EOFException
                ? "ended before it had answered"
                : "cannot be understood (" + e.getMessage() + ")";
        return new Failure(ExitCode.FAILED, "the manager " + how + "; see " + socket.resolveSibling("lbm.log"));
    }

    private static Failure refused(int status, JsonObject answer) {
        String error = answer.text("error");
        int exit = answer.has("exit") ? (int) answer.number("exit") : ExitCode.FAILED.code();
        return new Failure(
                exit, error.isEmpty() ? "the manager answered with status " + status : error, answer.texts("details"));
    }

    private static JsonObject parsed(String body) {
        try {
            return JsonReader.object(body);
        } catch (IllegalArgumentException e) {
            return new JsonObject(Map.of("error", body.strip()));
        }
    }
}
