package lbm.manager.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import lbm.manager.channel.Notice;
import lbm.manager.channel.Watchdog;
import lbm.manager.channel.io.NoticeSocket;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.process.Command;
import lbm.manager.process.Exit;
import lbm.manager.process.io.Processes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What programs tell by sd_notify(3): ready, a line of status, signs of life. */
final class Notices implements Attendant {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** A tick so much late means that the manager stood still, not that programs were silent. */
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final Manager manager;
    private final Map<Key, Watchdog> watchdogs = new HashMap<>();
    private final Map<Key, Integer> errors = new HashMap<>();
    private final List<NoticeSocket> sockets = new ArrayList<>();
    private long lastTick;

    Notices(Manager manager) {
        this.manager = manager;
        this.lastTick = manager.now();
    }

    // ---- the address

    @Override
    public void prepare(Instance m, Launching launching) {
        if (m.spec().linked()) {
            return;
        }
        Map<String, String> own = m.spec().env();
        if (listening() && !own.containsKey("NOTIFY_SOCKET")) {
            launching.env().put("NOTIFY_SOCKET", address(m));
        }
        m.spec()
                .supervision()
                .watchdog()
                .filter(limit -> !own.containsKey("WATCHDOG_USEC"))
                .ifPresent(limit -> launching.env().put("WATCHDOG_USEC", Long.toString(limit.toNanos() / 1000)));
    }

    /** Another user cannot get into the home, so it has an address outside of any folder. */
    private String address(Instance m) {
        return m.spec().launch().user().isPresent() ? abstractName() : path();
    }

    private String path() {
        return manager.home.dir().resolve("notify.sock").toString();
    }

    private String abstractName() {
        return "@lbm-" + manager.identity.home() + "-notify";
    }

    /** Whether it can be heard; bound when the first program needs it. */
    private boolean listening() {
        if (sockets.isEmpty()) {
            try {
                Files.deleteIfExists(manager.home.dir().resolve("notify.sock"));
                sockets.add(NoticeSocket.open(path(), manager.loop, this::told));
                sockets.add(NoticeSocket.open(abstractName(), manager.loop, this::told));
            } catch (IOException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
        return !sockets.isEmpty();
    }

    // ---- what is told

    private void told(int pid, int uid, byte[] datagram) {
        Optional<Run> run = runOf(pid, uid);
        if (run.isEmpty()) {
            LOG.debug("a notice of process {} of user {}, which is none of ours", pid, uid);
            return;
        }
        apply(run.get(), Notice.of(datagram));
    }

    /** The process itself, else one of its tree: systemd-notify(1) is a child that ends at once. */
    private Optional<Run> runOf(int pid, int uid) {
        Optional<Run> itself = manager.runOf(pid).filter(run -> !run.spec.linked());
        if (itself.isPresent()) {
            return itself;
        }
        for (long relative : Processes.lineage(pid)) {
            Optional<Run> run = manager.runOf(relative);
            if (run.isPresent()) {
                return run;
            }
        }
        return Processes.variableOf(pid, Command.MARK)
                .filter(mark -> mark.startsWith(manager.identity.home() + ":"))
                .flatMap(Commands::keyOf)
                .flatMap(key -> Optional.ofNullable(manager.runs.get(key)))
                // A mark can be put on by anybody who may send us something.
                .filter(run -> uid == 0 || Processes.owner(run.process.pid()).equals(OptionalInt.of(uid)));
    }

    private void apply(Run run, Notice notice) {
        long now = manager.now();
        notice.status().filter(status -> !status.equals(run.said)).ifPresent(status -> {
            run.said = status;
            manager.shown();
            publish(run, "status", status);
        });
        notice.errno().filter(errno -> errno > 0).ifPresent(errno -> errors.put(run.key, errno));
        Watchdog watchdog = watchdogs.get(run.key);
        if (notice.watchdog().isPresent()) {
            watchdogs.put(run.key, new Watchdog(notice.watchdog(), now));
        } else if (watchdog != null && notice.alive()) {
            watchdogs.put(run.key, watchdog.heardAt(now));
        }
        notice.extend().ifPresent(more -> manager.on(run.key, m -> m.extended(now, more)));
        if (notice.ready()) {
            publish(run, "ready", "");
            if (run.spec.stop().waitReady()) {
                manager.on(run.key, m -> m.ready(now));
            }
        }
        if (notice.stopping()) {
            publish(run, "stopping", "");
        }
        if (notice.trouble()) {
            manager.on(run.key, m -> m.hung(now, "hung: the program said so itself"));
        }
    }

    private void publish(Run run, String event, String text) {
        manager.member(run.key).ifPresent(m -> manager.events().publish(event, m, text));
    }

    // ---- signs of life

    /** What was silent while it started has not been silent. */
    @Override
    public void admit(Run run) {
        Optional<Duration> promised = Optional.ofNullable(watchdogs.get(run.key))
                .map(Watchdog::limit)
                .orElse(run.spec.supervision().watchdog());
        if (promised.isPresent() && !run.spec.linked()) {
            watchdogs.put(run.key, new Watchdog(promised, manager.now()));
        }
    }

    @Override
    public void tick(long now) {
        long pause = now - lastTick - PAUSE_NANOS;
        if (pause > 0) {
            watchdogs.replaceAll((key, watchdog) -> watchdog.credited(pause));
        }
        lastTick = now;
        for (Map.Entry<Key, Watchdog> entry : List.copyOf(watchdogs.entrySet())) {
            Key key = entry.getKey();
            Optional<Duration> silence = entry.getValue()
                    .silence(now)
                    .filter(any -> manager.member(key)
                            .filter(m -> m.state() == State.ONLINE)
                            .isPresent());
            silence.ifPresent(silent -> manager.on(
                    key,
                    m -> m.hung(
                            now, "hung: no sign of life for " + Math.round(silent.toMillis() / 100.0) / 10.0 + " s")));
        }
    }

    // ---- over the manager's end

    @Override
    public void save(Run run, ObjectNode node) {
        if (!run.said.isEmpty()) {
            node.put("said", run.said);
        }
        Watchdog watchdog = watchdogs.get(run.key);
        if (watchdog != null) {
            watchdog.limit().ifPresent(limit -> node.put("watchdogMillis", limit.toMillis()));
        }
    }

    /** What it said while no manager was there is lost: its time counts anew. */
    @Override
    public void adopted(Run run, Instance m, JsonNode written) {
        if (run.spec.linked()) {
            return;
        }
        listening();
        run.said = written.path("said").asText("");
        long limit = written.path("watchdogMillis").asLong(0);
        if (limit > 0) {
            watchdogs.put(run.key, new Watchdog(Optional.of(Duration.ofMillis(limit)), manager.now()));
        }
    }

    // ---- the end

    @Override
    public Optional<String> explains(Run run, Exit exit) {
        return Optional.ofNullable(errors.get(run.key)).map(errno -> exit.describe() + ", it said errno " + errno);
    }

    @Override
    public void ended(Run run) {
        watchdogs.remove(run.key);
        errors.remove(run.key);
    }

    @Override
    public Map<String, String> facts(Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!run.said.isEmpty()) {
            facts.put("says", run.said);
        }
        Watchdog watchdog = watchdogs.get(run.key);
        if (watchdog != null) {
            watchdog.limit().ifPresent(limit -> facts.put("watchdog", limit.toMillis() + " ms"));
        }
        return facts;
    }
}
