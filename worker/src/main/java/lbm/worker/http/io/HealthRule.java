package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpRequest;
import java.util.function.BooleanSupplier;
import lbm.worker.config.AddressBlock;
import lbm.worker.config.HealthChecks;
import lbm.worker.config.Ip;
import lbm.worker.content.FieldLines;
import lbm.worker.http.Health;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;

/** Tells health and readiness to those who may know; for everybody else there is no such thing. */
final class HealthRule implements Rule {

    private final HealthChecks config;
    private final Probe probe;
    private final Checks checks;
    private final BooleanSupplier ready;
    private final FieldLines common;

    HealthRule(HealthChecks config, Probe probe, Checks checks, BooleanSupplier ready, FieldLines common) {
        this.config = config;
        this.probe = probe;
        this.checks = checks;
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
        boolean health = is(config.path(), request.uri(), end);
        if (!health && !is(config.readyPath(), request.uri(), end)) {
            return null;
        }
        if (!config.allow().isEmpty() && !AddressBlock.anyContains(config.allow(), Ip.of(peer.address()))) {
            return Answer.of(Reply.error(Status.NOT_FOUND), common);
        }
        return Answer.of(
                health ? probe.measure(config, checks.results()).reply() : Health.ready(ready.getAsBoolean()), common);
    }

    private static boolean is(String path, String target, int end) {
        return end == path.length() && end > 0 && target.startsWith(path);
    }
}
