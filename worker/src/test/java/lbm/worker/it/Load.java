package lbm.worker.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask without pause: some on one connection for ever, some on a fresh one each time. */
final class Load implements AutoCloseable {

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    final AtomicLong kept = new AtomicLong();
    final AtomicLong fresh = new AtomicLong();
    final Queue<String> failures = new ConcurrentLinkedQueue<>();

    Load(int port, int keeping, int freshOnes) {
        this.port = port;
        for (int i = 0; i < keeping + freshOnes; i++) {
            Thread thread = new Thread(i < keeping ? this::keep : this::renew, "load-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    private void keep() {
        try (Client client = new Client(port)) {
            while (!over) {
                ask(client, kept);
            }
        } catch (IOException e) {
            failures.add("kept: " + e);
        }
    }

    private void renew() {
        while (!over) {
            try (Client client = new Client(port)) {
                ask(client, fresh);
            } catch (IOException e) {
                failures.add("fresh: " + e);
            }
        }
    }

    private void ask(Client client, AtomicLong counter) throws IOException {
        int status = client.get("/").status();
        if (status != 200) {
            failures.add("status " + status);
        }
        counter.incrementAndGet();
    }

    @Override
    public void close() {
        end();
    }

    /** Ends in the middle of a test; every request that was begun is finished. */
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
}
