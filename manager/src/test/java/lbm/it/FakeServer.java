package lbm.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** A server that answers as told, or misbehaves as told; a thread for each connection. */
final class FakeServer implements AutoCloseable {

    /** At the end of an answer: close the connection in order. */
    static final String CLOSE = "\0close";

    /** At the end of an answer: reset the connection. */
    static final String RESET = "\0reset";

    private final ServerSocket listener;
    private final IntFunction<String> answers;

    /**
     * @param answers the raw answer to the n-th request of a connection, from 1
     */
    FakeServer(IntFunction<String> answers) throws IOException {
        this.answers = answers;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            for (int number = 1; readHead(socket.getInputStream()); number++) {
                String answer = answers.apply(number);
                boolean reset = answer.endsWith(RESET);
                boolean close = answer.endsWith(CLOSE);
                String bytes = answer.replace(RESET, "").replace(CLOSE, "");
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
                if (reset) {
                    // Lingering for no time makes close() send a reset.
                    socket.setSoLinger(true, 0);
                }
                if (reset || close) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The client left.
        }
    }

    /** Reads up to the empty line; false at the end of the connection. */
    private static boolean readHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            matched = c == "\r\n\r\n".charAt(matched) ? matched + 1 : c == '\r' ? 1 : 0;
        }
        return true;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-server");
        thread.setDaemon(true);
        thread.start();
    }
}
