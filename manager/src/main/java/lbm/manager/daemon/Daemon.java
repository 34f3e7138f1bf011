package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import lbm.manager.balance.io.LinkServer;
import lbm.manager.control.io.ControlServer;
import lbm.manager.install.io.Archives;
import lbm.manager.install.io.Installations;
import lbm.manager.metrics.io.Sampler;
import lbm.manager.process.io.Processes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a manager together and sets it going. */
final class Daemon {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private static final long TICK_MILLIS = 100;
    private static final long STATUS_MILLIS = 1000;

    /** Class archives are made when the machine has nothing more urgent to do. */
    private static final long ARCHIVES_SECONDS = 20;

    private final Home home;

    Daemon(Home home) {
        this.home = home;
    }

    static String version() {
        String version = Daemon.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Returns when the loop runs; the process lives on with it. */
    void run() throws IOException {
        openEveryJar();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, (ThreadFactory) task -> new Thread(task, "lbm-loop"), EpollIoHandler.newFactory());
        IoEventLoop loop = group.next();
        Optional<JsonNode> state = StateFile.readOrSetAside(home.state());
        Identity identity = state.map(StateJson::identity).orElseGet(Identity::fresh);
        LOG.info(
                "manager {} of {}, pid {}",
                version(),
                home.dir(),
                Processes.self().pid());

        HubOutputs outputs = HubOutputs.open(home, loop);
        DiskKeeper keeper = new DiskKeeper(home, version());
        EventStream events = new EventStream();
        Manager manager = new Manager(home, loop, identity, this::workerCommand, outputs, keeper, events);
        UnderSystemd systemd =
                new UnderSystemd(System.getenv(), ProcessHandle.current().pid());
        Departure departure = new Departure(manager, keeper, outputs, systemd);

        loop.submit(() -> {
                    state.ifPresent(s -> {
                        int adopted = manager.adopt(s);
                        LOG.info("{} living processes adopted", adopted);
                    });
                    keeper.write(manager);
                    // Before anybody can ask: who reads the file instead must not see the former manager's.
                    keeper.status(manager);
                })
                .syncUninterruptibly();
        // Not before: a worker whose process is not known yet would be refused, and leave.
        LinkServer.open(home.link(), group, manager.workers());
        // Not before: to end everything, and keep it in mind, one must know it.
        Runtime.getRuntime().addShutdownHook(new Thread(departure::asked, "lbm-shutdown"));
        Routes routes = new Routes(
                manager,
                new Starts(manager),
                new Orders(manager),
                new LogRoutes(manager, outputs),
                departure,
                version());
        ControlServer.open(home.control(), group, routes);
        Clock.every(loop, TICK_MILLIS, () -> {
            manager.tick();
            departure.checkEnd();
            systemd.tick(manager);
        });
        Clock.every(loop, STATUS_MILLIS, manager::beat);
        Sampler.start(manager::processes, manager::limited, Duration.ofSeconds(1), loop, manager::sampled);
        loop.execute(() -> systemd.ready(manager));
        makeArchivesLater();
        LOG.info("ready");
    }

    /**
     * A class path is opened jar by jar as classes are asked for. A new build unlinks the jars: what is open by then
     * stays ours, so a look-up that fails everywhere opens all of them now.
     */
    private static void openEveryJar() {
        if (ClassLoader.getSystemResource("lbm/no-such-resource") != null) {
            LOG.warn("a resource that should not be there is");
        }
    }

    private List<String> workerCommand(int heapMegabytes) {
        try {
            return Installations.here(home.dir()).workerCommand(heapMegabytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the installation cannot be read", e);
        }
    }

    private void makeArchivesLater() {
        if ("false".equals(System.getProperty("lbm.archives")) || "0".equals(System.getenv("LBM_ARCHIVES"))) {
            return;
        }
        Thread maker = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(ARCHIVES_SECONDS);
                        new Archives(home.dir(), line -> LOG.info("{}", line)).make();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "lbm-archives");
        maker.setDaemon(true);
        maker.start();
    }
}
