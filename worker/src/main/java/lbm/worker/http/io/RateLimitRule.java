package lbm.worker.http.io;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.AddressBlock;
import lbm.worker.config.Ip;
import lbm.worker.config.RateLimit;
import lbm.worker.content.FieldLines;
import lbm.worker.http.Counters;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;
import lbm.worker.limit.SharedWindows;
import lbm.worker.limit.io.SharedFile;
import org.jspecify.annotations.Nullable;

/**
 * Refuses clients that ask too often, and tells every client how much it has left
 * (draft-ietf-httpapi-ratelimit-headers-08).
 */
final class RateLimitRule implements Rule {

    private static final String NAME = "\"default\"";

    private final RateLimit config;
    private final SharedFile windows;
    private final Counters counters;
    private final FieldLines common;
    private final String policy;
    private final Reply refusal;
    private final Reply jsonRefusal;
    /** Of the request that is being answered: requests are answered one after the other. */
    private @Nullable FieldLines said;

    RateLimitRule(RateLimit config, SharedFile windows, Counters counters, FieldLines common) {
        this.config = config;
        this.windows = windows;
        this.counters = counters;
        this.common = common;
        this.policy = NAME + ";q=" + config.max() + ";w=" + config.window().toSeconds();
        this.refusal = Reply.text(Status.TOO_MANY, config.message());
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(config.message()));
        this.jsonRefusal = Reply.json(Status.TOO_MANY, "{\"error\":\"" + quoted + "\"}");
    }

    @Override
    public @Nullable Answer answer(HttpRequest request, Peer peer) {
        Ip client = Ip.of(peer.address());
        if (AddressBlock.anyContains(config.allow(), client)) {
            return null;
        }
        long now = windows.nowMillis();
        long hit = windows.hit(client.network(config.ipv6Prefix()), now);
        if (hit == SharedWindows.UNCOUNTED) {
            return null;
        }
        long count = SharedWindows.count(hit);
        long seconds = TimeUnit.MILLISECONDS.toSeconds(windows.left(hit, now) + 999);
        String left = NAME + ";r=" + Math.max(0, config.max() - count) + ";t=" + seconds;
        said = FieldLines.of("RateLimit-Policy", policy, "RateLimit", left);
        return count > config.max() ? refusal(request, seconds) : null;
    }

    private Answer refusal(HttpRequest request, long seconds) {
        counters.limited();
        String accept = request.headers().get(HttpHeaderNames.ACCEPT);
        boolean json = accept != null && accept.contains("application/json");
        return Answer.of(json ? jsonRefusal : refusal, common)
                .with(FieldLines.of("Retry-After", Long.toString(seconds)));
    }

    @Override
    public Answer completed(HttpRequest request, Peer peer, Answer answer) {
        FieldLines fields = said;
        said = null;
        return fields == null ? answer : answer.with(fields);
    }
}
