package lbm.worker.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lbm.worker.link.Message;

/** A manager and a proxy worker in its own process. */
final class ProxyRun implements AutoCloseable {

    final FakeManager manager;
    final WorkerProcess worker;
    private final List<WorkerProcess> more = new ArrayList<>();
    private final Path home;
    private boolean managed = true;

    /**
     * Starts both and waits until the proxy is ready.
     *
     * @param options of {@code LBM_PROXY}, without braces
     */
    ProxyRun(Path home, String options, Message.Backend... behind) throws Exception {
        this.home = home;
        this.manager = new FakeManager(home, 0);
        manager.behind = List.of(behind);
        this.worker = start(0, options);
        ready(1);
    }

    private WorkerProcess start(int id, String options) throws IOException {
        String all = "{\"warmup\":0" + (options.isEmpty() ? "" : "," + options) + "}";
        // Every buffer is watched; close() looks for one that was lost.
        return new WorkerProcess(
                home,
                id,
                Map.of(
                        "LBM_PROXY",
                        all.replace('\'', '"'),
                        "JAVA_TOOL_OPTIONS",
                        "-Dio.netty.leakDetection.level=paranoid"));
    }

    /** Another proxy beside it. */
    WorkerProcess another(String options) throws IOException {
        WorkerProcess next = start(more.size() + 1, options);
        more.add(next);
        ready(more.size() + 1);
        return next;
    }

    void ready(int count) {
        await().atMost(60, SECONDS).until(() -> manager.ready() == count);
    }

    Client client() throws IOException {
        return new Client(manager.port());
    }

    List<Message> said() {
        return manager.said(worker.pid());
    }

    /** The manager ends in the middle of a test. */
    void loseManager() {
        managed = false;
        manager.close();
    }

    @Override
    public void close() throws IOException {
        worker.close();
        if (worker.log().contains("LEAK: ")) {
            throw new AssertionError(worker.log());
        }
        more.forEach(WorkerProcess::close);
        if (managed) {
            manager.close();
        }
    }
}
