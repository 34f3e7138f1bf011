package lbm.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Clients of a site with TLS: fresh connections, a lasting one of HTTP/2, and the plain port that redirects. */
final class SecureLoad implements AutoCloseable {

    final AtomicLong fresh = new AtomicLong();
    final AtomicLong streams = new AtomicLong();
    final AtomicLong redirected = new AtomicLong();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private final int port;
    private final int plain;
    private final SSLContext context = trusting();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private interface Round {
        void run() throws Exception;
    }

    SecureLoad(int port, int plain) {
        this.port = port;
        this.plain = plain;
        HttpClient client = http();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofMinutes(1))
                .build();
        go("fresh", this::fresh);
        go("redirect", this::redirect);
        go("streams", () -> {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            check(answer.statusCode() == 200 && answer.body().equals(Home.INDEX), "streams: " + answer);
            check(answer.version() == HttpClient.Version.HTTP_2, "version: " + answer);
            streams.incrementAndGet();
        });
    }

    private void go(String name, Round round) {
        Thread thread = new Thread(
                () -> {
                    while (!over) {
                        try {
                            round.run();
                        } catch (Exception e) {
                            failures.add(name + ": " + e);
                        }
                    }
                },
                name);
        thread.start();
        threads.add(thread);
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            failures.add(otherwise);
        }
    }

    private void fresh() throws IOException {
        try (Socket socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            String answer = ask(socket);
            check(answer.startsWith("HTTP/1.1 200") && answer.endsWith(Home.INDEX), "fresh: " + answer);
            fresh.incrementAndGet();
        }
    }

    private void redirect() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plain)) {
            String answer = ask(socket);
            check(
                    answer.startsWith("HTTP/1.1 308") && answer.contains("Location: https://x.test:" + port + "/\r\n"),
                    "redirect: " + answer);
            redirected.incrementAndGet();
        }
    }

    private static String ask(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Rounds of each kind until now. */
    long[] rounds() {
        return new long[] {fresh.get(), streams.get(), redirected.get()};
    }

    /** Whether there are so many more of each kind. */
    boolean more(long[] before, int more) {
        long[] now = rounds();
        return now[0] >= before[0] + more && now[1] >= before[1] + more && now[2] >= before[2] + more;
    }

    HttpClient http() {
        return HttpClient.newBuilder()
                .sslContext(context)
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void end() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        end();
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
