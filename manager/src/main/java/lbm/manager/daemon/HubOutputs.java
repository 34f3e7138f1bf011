package lbm.manager.daemon;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.logs.LogLine;
import lbm.manager.logs.LogSource;
import lbm.manager.logs.LogTargets;
import lbm.manager.logs.Stream;
import lbm.manager.logs.StreamKey;
import lbm.manager.logs.io.LogHub;
import lbm.manager.process.Pipes;
import lbm.manager.process.ProcessId;
import lbm.manager.process.io.Spawned;
import lbm.manager.spec.AppSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log loop behind the daemon's view of it. */
final class HubOutputs implements Outputs, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HubOutputs.class);

    private final LogHub hub;
    private final EventLoop loop;
    /** Of the last process of each id that ended. */
    private final Map<Integer, List<String>> lastWords = new HashMap<>();

    private HubOutputs(LogHub hub, EventLoop loop) {
        this.hub = hub;
        this.loop = loop;
    }

    static HubOutputs open(Home home, EventLoop loop) throws IOException {
        return new HubOutputs(LogHub.open(home.dir()), loop);
    }

    LogHub hub() {
        return hub;
    }

    @Override
    public void attach(Key key, AppSpec spec, Spawned process, Pipes pipes) {
        LogTargets targets = LogTargets.of(spec.logs(), key.id());
        StreamKey out = new StreamKey(key.id(), Stream.OUT);
        hub.attach(out, spec.name(), process.id(), process.stdout(), pipes.out(), targets);
        StreamKey err = new StreamKey(key.id(), Stream.ERR);
        hub.attach(err, spec.name(), process.id(), process.stderr(), pipes.err(), targets);
    }

    @Override
    public void adopt(Key key, AppSpec spec, ProcessId process, Pipes pipes) {
        LogTargets targets = LogTargets.of(spec.logs(), key.id());
        for (Stream stream : Stream.values()) {
            String pipe = stream == Stream.OUT ? pipes.out() : pipes.err();
            hub.adopt(new StreamKey(key.id(), stream), spec.name(), process, pipe, targets, found -> {
                if (!found) {
                    LOG.warn("{}:{} has no pipe on its {}; its lines are not read", spec.name(), key, stream.label());
                }
            });
        }
    }

    @Override
    public void detach(Key key, ProcessId process, Runnable drained) {
        hub.detach(
                process,
                lines -> loop.execute(() -> {
                    lastWords.put(key.id(), lines.stream().map(LogLine::shown).toList());
                    drained.run();
                }));
    }

    @Override
    public void know(Instance m) {
        hub.declare(new LogSource(
                m.key().id(),
                m.spec().name(),
                LogTargets.of(m.spec().logs(), m.key().id())));
    }

    @Override
    public void forget(int id) {
        lastWords.remove(id);
        hub.forget(id);
    }

    @Override
    public List<String> lastLines(int id, int count) {
        List<String> lines = lastWords.getOrDefault(id, List.of());
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    @Override
    public List<String> notes() {
        return hub.notes();
    }

    @Override
    public void close() throws IOException {
        hub.close();
    }
}
