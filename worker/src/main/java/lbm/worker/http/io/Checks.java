package lbm.worker.http.io;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lbm.worker.config.HealthChecks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at things outside of this worker, each at its interval on a thread of its own. What was found last is told; a
 * look that takes longer than its timeout has failed from then on, whether it ends or not. Before the first look has
 * ended a thing is in order.
 */
final class Checks {

    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);
    private static final Checks NONE = new Checks(List.of(), List.of());
    private static final long LEAST_PAUSE_MILLIS = 100;
    private static final long END_MILLIS = 200;

    private final List<Look> looks;

    private final List<Thread> threads;

    private Checks(List<Look> looks, List<Thread> threads) {
        this.looks = looks;
        this.threads = threads;
    }

    /** Begins, each check on a thread of its own. */
    static Checks start(List<HealthChecks.Check> checks) {
        if (checks.isEmpty()) {
            return NONE;
        }
        List<Look> looks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (HealthChecks.Check check : checks) {
            Look look = new Look(check);
            Thread thread = new Thread(look, "check-" + check.name());
            thread.setDaemon(true);
            thread.start();
            looks.add(look);
            threads.add(thread);
        }
        return new Checks(List.copyOf(looks), List.copyOf(threads));
    }

    /** Looks no more; a command that runs is killed. Waits for that, but not long. */
    void end() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each thing and whether it is in order. */
    Map<String, Boolean> results() {
        if (looks.isEmpty()) {
            return Map.of();
        }
        long now = System.nanoTime();
        Map<String, Boolean> results = new LinkedHashMap<>();
        for (Look look : looks) {
            results.merge(look.check.name(), look.fine(now), Boolean::logicalAnd);
        }
        return results;
    }

    private static final class Look implements Runnable {

        private final HealthChecks.Check check;
        private volatile String wrong = "";
        private volatile long begun;
        private volatile boolean looking;

        Look(HealthChecks.Check check) {
            this.check = check;
        }

        boolean fine(long now) {
            boolean late = looking && now - begun > check.timeout().toNanos();
            return !late && wrong.isEmpty();
        }

        @Override
        public void run() {
            try {
                while (true) {
                    begun = System.nanoTime();
                    looking = true;
                    String found = look();
                    if (System.nanoTime() - begun > check.timeout().toNanos() && found.isEmpty()) {
                        found = "no answer in " + check.timeout().toMillis() + " ms";
                    }
                    tell(found);
                    wrong = found;
                    looking = false;
                    Thread.sleep(Math.max(LEAST_PAUSE_MILLIS, check.interval().toMillis()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** What is wrong; empty: nothing. */
        private String look() throws InterruptedException {
            try {
                return check.url().isPresent() ? get(check.url().get()) : command();
            } catch (IOException | RuntimeException e) {
                return e.toString();
            }
        }

        private void tell(String found) {
            if (found.isEmpty() != wrong.isEmpty()) {
                if (found.isEmpty()) {
                    LOG.info("check {}: in order again", check.name());
                } else {
                    LOG.warn("check {}: {}", check.name(), found);
                }
            }
        }

        private String get(URI url) throws IOException {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            int timeout = (int)
                    Math.min(Integer.MAX_VALUE, Math.max(1, check.timeout().toMillis()));
            connection.setConnectTimeout(timeout);
            connection.setReadTimeout(timeout);
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("User-Agent", "lbm");
            connection.setRequestProperty("Connection", "close");
            try {
                int status = connection.getResponseCode();
                return status / 100 == 2 ? "" : url + " answers " + status;
            } finally {
                connection.disconnect();
            }
        }

        private String command() throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder(check.command())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            // The token of the link and the site's password are not for it.
            builder.environment().keySet().removeIf(name -> name.startsWith("LBM_"));
            Process process = builder.start();
            try {
                Duration timeout = check.timeout();
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    return "no end in " + timeout.toMillis() + " ms";
                }
                return process.exitValue() == 0 ? "" : "exit code " + process.exitValue();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
