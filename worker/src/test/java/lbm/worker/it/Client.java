package lbm.worker.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A blocking HTTP/1.1 client that shows what is on the wire. */
final class Client implements AutoCloseable {

    /** An answer as it came. */
    record Answer(int status, Map<String, String> headers, String text) {}

    final Socket socket;

    Client(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
    }

    void send(String raw) throws IOException {
        socket.getOutputStream().write(raw.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    Answer get(String path, String... fields) throws IOException {
        return request("GET", path, fields);
    }

    Answer request(String method, String path, String... fields) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        send(text + "\r\n");
        return answer(method.equals("HEAD"));
    }

    Answer answer(boolean head) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (!line.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("closed after " + line.size() + " bytes of an answer");
            }
            line.write(b);
        }
        String[] lines = line.toString(ISO_8859_1).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
        }
        if (!head && "chunked".equals(headers.get("transfer-encoding"))) {
            return new Answer(Integer.parseInt(lines[0].substring(9, 12)), headers, chunks(in));
        }
        int length = head ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        int status = Integer.parseInt(lines[0].substring(9, 12));
        byte[] body = in.readNBytes(status == 304 ? 0 : length);
        if (status != 304 && body.length < length) {
            throw new EOFException("closed inside a body");
        }
        return new Answer(status, headers, new String(body, ISO_8859_1));
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder all = new StringBuilder();
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("closed inside a chunk");
                }
                line.append((char) b);
            }
            int size = Integer.parseInt(line.toString().trim(), 16);
            byte[] data = in.readNBytes(size + 2);
            if (data.length < size + 2) {
                throw new EOFException("closed inside a chunk");
            }
            if (size == 0) {
                return all.toString();
            }
            all.append(new String(data, 0, size, ISO_8859_1));
        }
    }

    /** Waits until the other side has read all that was sent, which only the kernel can tell. */
    void awaitRead() {
        await().atMost(60, SECONDS).until(() -> {
            String mine = port(socket.getLocalPort());
            String theirs = port(socket.getPort());
            // In this order: what is not underway any more is in the other side's queue, or was.
            return queues(mine, theirs).startsWith("00000000:")
                    && queues(theirs, mine).endsWith(":00000000");
        });
    }

    private static String port(int number) {
        return String.format(":%04X", number);
    }

    /** Bytes sent but not acknowledged, and bytes not read, of one end; empty: there is none. */
    private static String queues(String local, String remote) throws IOException {
        for (String table : List.of("tcp", "tcp6")) {
            // "0: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 ...": local, remote, state, queues (proc(5))
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] fields = line.trim().split(" +", -1);
                if (fields[1].endsWith(local) && fields[2].endsWith(remote)) {
                    return fields[4];
                }
            }
        }
        return "";
    }

    /** Everything until the other side closes. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** So many bytes, or fewer when the other side closes. */
    String read(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
    }

    /** Whether the other side has closed in order. */
    boolean ended() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    /** Closes early, in the middle of a test. */
    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
