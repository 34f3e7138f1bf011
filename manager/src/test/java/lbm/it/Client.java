package lbm.it;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** One connection to an app: a request, its whole answer, then the next. Strict: anything odd is an error. */
final class Client implements Closeable {

    /** Longer than any stall that a test causes on purpose. */
    private static final int PATIENCE_MILLIS = 60_000;

    /**
     * @param last the server said {@code Connection: close}
     */
    record Response(int status, String body, boolean last) {}

    private final Socket socket;
    private final InputStream in;

    /** Connects over the loopback; {@link java.net.ConnectException} when refused. */
    Client(int port) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks for one page; {@link EOFException} when the server closes before the answer is whole. */
    Response get(Page page, boolean keepAlive) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(page.request(keepAlive));
        String[] status = line().split(" ", 3);
        if (status.length < 2 || !status[0].equals("HTTP/1.1")) {
            throw new MalformedAnswer("status line " + String.join(" ", status));
        }
        int length = -1;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new MalformedAnswer("header " + header);
            }
            String value = header.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "connection" -> last = value.equals("close");
                default -> {
                    // Nothing that frames the answer.
                }
            }
        }
        if (length < 0) {
            throw new MalformedAnswer("no Content-Length");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("body ended after " + body.length + " of " + length + " bytes");
        }
        return new Response(Integer.parseInt(status[1]), new String(body, StandardCharsets.UTF_8), last);
    }

    /**
     * Rests between two requests and watches: true when the connection is still open after so long. A byte that nobody
     * asked for is malformed.
     */
    boolean staysOpenFor(Duration pause) throws MalformedAnswer {
        try {
            socket.setSoTimeout((int) Math.max(1, pause.toMillis()));
            if (in.read() >= 0) {
                throw new MalformedAnswer("a byte without a request");
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (MalformedAnswer e) {
            throw e;
        } catch (IOException reset) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed within the head of an answer");
            }
            line.append((char) c);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new MalformedAnswer("bare LF after " + line);
        }
        return line.substring(0, line.length() - 1);
    }

    /** The server sent something that is not the answer to the request. */
    static final class MalformedAnswer extends IOException {
        private static final long serialVersionUID = 1;

        MalformedAnswer(String what) {
            super(what);
        }
    }
}
