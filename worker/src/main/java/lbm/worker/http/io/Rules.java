package lbm.worker.http.io;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.worker.config.RateLimit;
import lbm.worker.config.Serve;
import lbm.worker.content.FieldLines;
import lbm.worker.http.Counters;
import lbm.worker.http.Credentials;
import lbm.worker.http.CrossOrigin;
import lbm.worker.http.RequestIds;
import lbm.worker.limit.io.SharedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is asked before the site, in this order: a name for the request, the way to TLS, health (never limited, never
 * behind a password), the rate limit, other origins (a preflight carries no password), the password.
 */
final class Rules {

    private static final Logger LOG = LoggerFactory.getLogger(Rules.class);

    private Rules() {}

    static List<Rule> of(Serve config, List<Rule> first, Counters counters, FieldLines common) {
        List<Rule> rules = new ArrayList<>();
        if (config.accessLog().isPresent()) {
            rules.add(new RequestIdRule(new RequestIds(new SecureRandom().nextLong())));
        }
        rules.addAll(first);
        config.rateLimit().flatMap(it -> limit(it, counters, common)).ifPresent(rules::add);
        config.cors().ifPresent(it -> rules.add(new CorsRule(new CrossOrigin(it), common)));
        config.basicAuth().ifPresent(it -> rules.add(new AuthRule(new Credentials(it), common)));
        return List.copyOf(rules);
    }

    /** A worker that cannot count serves all the same: to be down is worse than to be unlimited. */
    private static Optional<Rule> limit(RateLimit config, Counters counters, FieldLines common) {
        try {
            SharedFile file = SharedFile.open(
                    config.file(), config.addresses(), config.window().toMillis(), config.max(), System::nanoTime);
            return Optional.of(new RateLimitRule(config, file, counters, common));
        } catch (IOException e) {
            LOG.error("nobody is limited, since {} cannot be used: {}", config.file(), e.toString());
            return Optional.empty();
        }
    }
}
