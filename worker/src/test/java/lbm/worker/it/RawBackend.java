package lbm.worker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import lbm.worker.link.Message;

/** A backend that does what a test says, on sockets. */
final class RawBackend implements AutoCloseable {

    /** What happens on one connection, on a thread of its own. */
    interface Script {
        void play(Talk talk) throws IOException;
    }

    /** One connection as a script sees it. */
    static final class Talk {
        final Socket socket;
        final int number;
        private final RawBackend backend;

        Talk(RawBackend backend, Socket socket, int number) {
            this.backend = backend;
            this.socket = socket;
            this.number = number;
        }

        /** The next request's head; empty: there is none. */
        String head() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return "";
                }
                bytes.write(b);
            }
            String head = bytes.toString(ISO_8859_1);
            backend.heads.add(head);
            return head;
        }

        String read(int bytes) throws IOException {
            return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }
    }

    final Queue<String> heads = new ConcurrentLinkedQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket server;
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final Script script;

    RawBackend(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "backend");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers every request with 200 and this body. */
    static RawBackend saying(String body) throws IOException {
        return new RawBackend(talk -> {
            for (String head = talk.head(); !head.isEmpty(); head = talk.head()) {
                String content = head.startsWith("HEAD ") ? "" : body;
                talk.say("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + content);
            }
        });
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                int number = connections.getAndIncrement();
                Thread thread = new Thread(() -> play(socket, number), "backend-" + number);
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void play(Socket socket, int number) {
        try (socket) {
            script.play(new Talk(this, socket, number));
        } catch (IOException e) {
            // the other side has gone
        }
    }

    int port() {
        return server.getLocalPort();
    }

    Message.Backend as(String key) {
        return new Message.Backend(key, "127.0.0.1", port(), true);
    }

    Message.Backend leaving(String key) {
        return new Message.Backend(key, "127.0.0.1", port(), false);
    }

    @Override
    public void close() {
        end();
    }

    /** Ends all at once, as a process does. */
    void end() {
        try {
            server.close();
            for (Socket socket : List.copyOf(open)) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
