package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpRequest;
import java.util.function.BooleanSupplier;
import lbm.worker.config.HealthChecks;
import lbm.worker.content.FieldLines;
import lbm.worker.http.Health;
import lbm.worker.http.Reply;
import org.jspecify.annotations.Nullable;

/** Tells health and readiness. */
final class HealthRule implements Rule {

    private final HealthChecks config;
    private final Probe probe;
    private final BooleanSupplier ready;
    private final FieldLines common;

    HealthRule(HealthChecks config, Probe probe, BooleanSupplier ready, FieldLines common) {
        this.config = config;
        this.probe = probe;
        this.ready = ready;
        this.common = common;
    }

    @Override
    public @Nullable Answer answer(HttpRequest request, Peer peer) {
        if (!Answers.isRead(request.method())) {
            return null;
        }
        int query = request.uri().indexOf('?');
        int end = query < 0 ? request.uri().length() : query;
        if (is(config.path(), request.uri(), end)) {
            return Answer.of(probe.measure().reply(), common);
        }
        if (is(config.readyPath(), request.uri(), end)) {
            return Answer.of(reply(), common);
        }
        return null;
    }

    private Reply reply() {
        return Health.ready(ready.getAsBoolean());
    }

    private static boolean is(String path, String target, int end) {
        return end == path.length() && end > 0 && target.startsWith(path);
    }
}
