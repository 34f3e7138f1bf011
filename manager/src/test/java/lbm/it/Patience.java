package lbm.it;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what must come: long enough for a busy machine, since it costs nothing when it comes. */
public final class Patience {

    public static final int SECONDS = 120;

    private Patience() {}

    /** {@link Awaitility#await()} with more time. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(SECONDS));
    }
}
