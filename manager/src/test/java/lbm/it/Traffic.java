package lbm.it;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import lbm.it.Tally.Count;

/**
 * Constant load on one port: connections that are kept alive, and loops that open a fresh connection for each request.
 * Every client sends one request, waits for the whole answer, rests, and goes on until {@link #stop}, so the pace is
 * steady and each failure is one request.
 */
final class Traffic implements AutoCloseable {

    /** No test needs more; a forgotten one ends by itself. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final int port;
    private final List<Page> pages;
    private final Duration pause;
    private final Tally tally = new Tally();
    private final List<Thread> clients = new ArrayList<>();
    private final long end = System.nanoTime() + LIMIT.toNanos();
    private volatile boolean stopped;

    private Traffic(int port, List<Page> pages, Duration pause) {
        this.port = port;
        this.pages = pages;
        this.pause = pause;
    }

    /** Starts {@code keepAlive} kept connections and {@code fresh} loops of fresh ones, each with 20 ms between requests. */
    static Traffic on(int port, List<Page> pages, int keepAlive, int fresh) {
        return on(port, pages, keepAlive, fresh, Duration.ofMillis(20));
    }

    /** The same with another time between requests. */
    static Traffic on(int port, List<Page> pages, int keepAlive, int fresh, Duration pause) {
        Traffic traffic = new Traffic(port, pages, pause);
        for (int i = 0; i < keepAlive + fresh; i++) {
            int first = i;
            Runnable client = i < keepAlive ? () -> traffic.keepOne(first) : () -> traffic.openEach(first);
            Thread thread = new Thread(client, "traffic-" + i);
            thread.setDaemon(true);
            traffic.clients.add(thread);
        }
        traffic.clients.forEach(Thread::start);
        return traffic;
    }

    /** Waits until so many more requests were answered well; returns when the load has ended too. */
    void awaitMore(long requests) throws InterruptedException {
        long goal = tally.result().ok() + requests;
        while (tally.result().ok() < goal && running()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** What has been counted up to now. */
    Result now() {
        return tally.result();
    }

    /** Lets every client finish the request it is in, and prints the counts under this name. */
    Result stop(String name) throws InterruptedException {
        stopped = true;
        for (Thread client : clients) {
            client.join(TimeUnit.SECONDS.toMillis(90));
        }
        Result result = tally.result();
        System.out.printf(Locale.ROOT, "%s: %s%n", name, result);
        return result;
    }

    @Override
    public void close() {
        stopped = true;
        clients.forEach(Thread::interrupt);
    }

    private boolean running() {
        return !stopped && System.nanoTime() < end;
    }

    private void keepOne(int first) {
        int request = first;
        while (running()) {
            try (Client client = connect()) {
                boolean open = true;
                while (open && running()) {
                    boolean last = ask(client, pages.get(request++ % pages.size()), true);
                    open = !last && client.staysOpenFor(pause);
                    if (!open) {
                        tally.count(last ? Count.CLOSE_ANNOUNCED : Count.CLOSED_IDLE);
                    }
                }
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    private void openEach(int first) {
        int request = first;
        while (running()) {
            try (Client client = connect()) {
                ask(client, pages.get(request++ % pages.size()), false);
            } catch (IOException e) {
                failed(e);
            }
            rest();
        }
    }

    private Client connect() throws IOException {
        Client client = new Client(port);
        tally.count(Count.CONNECTION);
        return client;
    }

    /** Sends one request and judges its answer; true when the server announced the end of the connection. */
    private boolean ask(Client client, Page page, boolean keepAlive) throws IOException {
        long begin = System.nanoTime();
        Client.Response response = client.get(page, keepAlive);
        if (response.status() != 200) {
            tally.failed(Count.BAD_STATUS, page.path() + ": status " + response.status());
        } else if (!response.body().equals(page.body())) {
            tally.failed(Count.BAD_BODY, page.path() + ": " + response.body().length() + " characters");
        } else {
            tally.ok(System.nanoTime() - begin);
        }
        return response.last();
    }

    private void failed(IOException e) {
        Count kind;
        if (e instanceof ConnectException) {
            kind = Count.REFUSED;
        } else if (e instanceof SocketTimeoutException) {
            kind = Count.TIMEOUT;
        } else if (e instanceof EOFException) {
            kind = Count.EOF;
        } else if (e instanceof Client.MalformedAnswer) {
            kind = Count.MALFORMED;
        } else {
            kind = Count.RESET;
        }
        tally.failed(kind, e.toString());
        rest();
    }

    private void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
