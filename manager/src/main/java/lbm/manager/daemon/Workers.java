package lbm.manager.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lbm.manager.balance.io.Dispatcher;
import lbm.manager.balance.io.Link;
import lbm.manager.balance.io.LinkServer;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.instance.State;
import lbm.manager.process.io.Processes;
import lbm.worker.link.Message;
import lbm.worker.link.Message.Ack;
import lbm.worker.link.Message.BackendIdle;
import lbm.worker.link.Message.BackendState;
import lbm.worker.link.Message.Heartbeat;
import lbm.worker.link.Message.Hello;
import lbm.worker.link.Message.Lane;
import lbm.worker.link.Message.Progress;
import lbm.worker.link.Message.Pulse;
import lbm.worker.link.Message.Ready;
import lbm.worker.link.Message.Refused;
import lbm.worker.link.Message.Welcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workers say, and how long they may be silent. */
final class Workers implements LinkServer.Events, Dispatcher.Acknowledger {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    static final long HEARTBEAT_MILLIS = 500;

    /** Silent for so long: no new connections. Three beats, so that a long collection does not count. */
    static final long SUSPECT_NANOS = 3 * HEARTBEAT_MILLIS * 1_000_000;

    /** Silent for so long: hung, to be replaced. */
    static final long HUNG_NANOS = 10 * HEARTBEAT_MILLIS * 1_000_000;

    private static final long LOOK_MILLIS = 5;
    private static final int LOOKS = 400;

    private final Manager manager;

    Workers(Manager manager) {
        this.manager = manager;
    }

    @Override
    public void said(Link link, Message message) {
        if (message instanceof Hello hello) {
            hello(link, hello);
            return;
        }
        // A link of a former process of the same life speaks for nobody.
        Optional<Run> known = link.key().map(manager.runs::get).filter(run -> run.link == link);
        if (known.isEmpty()) {
            return;
        }
        Run run = known.get();
        if (message instanceof Heartbeat beat) {
            heartbeat(run, link, beat);
        } else if (message instanceof Ready) {
            manager.on(run.key, m -> m.ready(manager.now()));
        } else if (message instanceof Ack ack) {
            acknowledged(run, ack);
        } else if (message instanceof Progress progress) {
            run.progress = progress;
            manager.pump();
        } else if (message instanceof BackendIdle idle) {
            manager.fronts().idle(run, idle);
        } else if (message instanceof BackendState state) {
            manager.fronts().state(state);
        }
    }

    private void hello(Link link, Hello hello) {
        Optional<Run> found = manager.runOf(link.pid());
        String wrong = link.uid() != Self.uid() || !hello.token().equals(manager.identity.token())
                ? "not a worker of this home"
                : hello.version() != Message.VERSION
                        ? "link version " + hello.version() + ", the manager speaks " + Message.VERSION
                        : found.isEmpty() ? "no instance has pid " + link.pid() : "";
        if (!wrong.isEmpty()) {
            LOG.warn("worker {} of {}:{} refused: {}", link.pid(), hello.app(), hello.slot(), wrong);
            link.send(new Refused(wrong));
            return;
        }
        Run run = found.orElseThrow();
        link.known(run.key);
        run.link = link;
        run.heard = manager.now();
        run.holds = Set.copyOf(hello.holds());
        List<Dispatcher> ports = manager.ports.of(run.spec);
        run.asked = ports.stream()
                .filter(port -> run.holds.contains(port.name()) && !port.bound())
                .map(Dispatcher::name)
                .collect(Collectors.toUnmodifiableSet());
        List<Lane> lanes = ports.stream()
                .map(Dispatcher::name)
                .map(name -> new Lane(name, manager.home.lane(name).toString(), run.asked.contains(name)))
                .toList();
        link.send(new Welcome(lanes, HEARTBEAT_MILLIS));
        drainIfLeaving(run, link);
        manager.pump();
    }

    /** A worker that was told to go by a former manager, or before its link broke, is told again. */
    private void drainIfLeaving(Run run, Link link) {
        manager.member(run.key)
                .filter(m -> m.state() == State.DRAINING)
                .ifPresent(m -> link.send(new Message.Drain(true, left(m).toMillis() / 2)));
    }

    private Duration left(Instance m) {
        OptionalLong deadline = m.deadline();
        return deadline.isPresent()
                ? Duration.ofNanos(Math.max(0, deadline.getAsLong() - manager.now()))
                : m.spec().stop().killTimeout();
    }

    void laneConnected(Dispatcher port, int pid, int uid, int fd) {
        Optional<Run> run = manager.runOf(pid)
                .filter(r -> uid == Self.uid())
                .filter(r -> r.link != null && r.listeners().contains(port.name()));
        if (run.isEmpty()) {
            LOG.warn("lane of {}: process {} is not one of its workers", port.name(), pid);
            lbm.manager.process.io.Descriptors.close(fd);
            return;
        }
        Run worker = run.get();
        port.laneOpened(worker.key, fd, worker.holds.contains(port.name()), worker.asked.contains(port.name()));
    }

    private void heartbeat(Run run, Link link, Heartbeat beat) {
        run.heard = manager.now();
        // A manager that takes over is told everything since the process began, which is nothing of the last minute.
        boolean recent = !run.adopted || run.beat.seq() > 0;
        manager.traffic(run.key).heard(run.beat, beat, recent, run.heard);
        run.beat = beat;
        manager.shown();
        link.send(new Pulse(beat.seq()));
        List<Dispatcher> ports = manager.ports.of(run.spec);
        ports.forEach(port -> port.reported(run.key, beat.connections()));
        if (run.suspect) {
            LOG.info("{}:{} is heard again", run.spec.name(), run.key);
            run.suspect = false;
            ports.forEach(port -> port.suspect(run.key, false));
        }
    }

    private void acknowledged(Run run, Ack ack) {
        try {
            manager.ports.find(ack.lane()).ifPresent(port -> port.acknowledged(run.key, ack.count()));
        } catch (IllegalArgumentException e) {
            // Out of step is out of trust: its end gives every open hand-off to others.
            LOG.error("{}:{}: {}", run.spec.name(), run.key, e.getMessage());
            manager.on(run.key, m -> m.hung(manager.now(), "out of step on its lane"));
        }
    }

    @Override
    public void closed(Link link) {
        link.key().ifPresent(key -> {
            Run current = manager.runs.get(key);
            if (current != null && current.link != null && current.link != link) {
                // The worker has come back on another link, whose lanes are in use.
                return;
            }
            manager.ports.all().forEach(port -> port.workerGone(key));
            if (current != null && current.link == link) {
                current.link = null;
            }
        });
    }

    @Override
    public void acknowledge(Key key, String lane, long count, Runnable then, Runnable failed) {
        Optional<Run> run = Optional.ofNullable(manager.runs.get(key));
        Runnable broken = () -> whose(run, then, failed, LOOKS);
        run.flatMap(Run::link).ifPresentOrElse(link -> link.send(new Ack(lane, count), then, broken), broken);
    }

    /** A worker that lives takes back what it could not be told of; one that has died cannot, so it is ours. */
    private void whose(Optional<Run> run, Runnable ours, Runnable its, int looks) {
        if (run.filter(r -> Processes.alive(r.process)).isEmpty()) {
            ours.run();
        } else if (looks == 0) {
            its.run();
        } else {
            // A killed process closes its sockets a moment before it is gone.
            manager.loop.schedule(() -> whose(run, ours, its, looks - 1), LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Silence of a worker that has been ready; one that starts has its own deadline. So has one that drains, and when its
     * manager died it looks for no other.
     */
    void checkHeartbeats(long now) {
        List<Run> linked = new ArrayList<>();
        manager.runs.values().stream().filter(run -> run.spec.linked()).forEach(linked::add);
        for (Run run : linked) {
            Optional<Instance> member = manager.member(run.key)
                    .filter(m -> m.state() == State.ONLINE || (m.state() == State.DRAINING && run.link != null));
            long silent = now - run.heard;
            if (member.isEmpty() || silent <= SUSPECT_NANOS) {
                continue;
            }
            if (!run.suspect) {
                run.suspect = true;
                LOG.warn("{}:{} has been silent for {} ms", run.spec.name(), run.key, silent / 1_000_000);
                manager.ports.of(run.spec).forEach(port -> port.suspect(run.key, true));
            }
            if (silent > HUNG_NANOS) {
                manager.on(run.key, m -> m.hung(now, "hung: silent for " + silent / 1_000_000_000 + " s"));
            }
        }
    }
}
