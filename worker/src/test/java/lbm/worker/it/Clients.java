package lbm.worker.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Many clients that are closed together. */
final class Clients implements Iterable<Client>, AutoCloseable {

    private final List<Client> open = new ArrayList<>();

    Client open(int port) throws IOException {
        Client client = new Client(port);
        open.add(client);
        return client;
    }

    @Override
    public Iterator<Client> iterator() {
        return open.iterator();
    }

    /** Closes all early, in the middle of a test. */
    void hangUp() throws IOException {
        for (Client client : open) {
            client.hangUp();
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : open) {
            client.close();
        }
    }
}
