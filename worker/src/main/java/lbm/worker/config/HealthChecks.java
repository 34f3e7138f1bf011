package lbm.worker.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the health check looks at, and who may ask.
 *
 * @param path where health is told; empty: nowhere
 * @param readyPath where readiness is told; empty: nowhere
 * @param allow addresses that may ask; empty: everybody
 * @param heap bytes of heap in use above which memory is a warning
 * @param disk free bytes below which a disk is a warning
 * @param loopDelay lateness of the event loop above which the server is a warning
 * @param checks what else must be in order
 * @param disks folders whose disks are looked at, beside the root
 */
public record HealthChecks(
        String path,
        String readyPath,
        List<AddressBlock> allow,
        long heap,
        long disk,
        Duration loopDelay,
        List<Check> checks,
        List<Path> disks) {

    /**
     * Something outside the worker that must be in order.
     *
     * @param name what it is called in the answer
     * @param url must answer GET with a 2xx status
     * @param command must end with exit code 0; empty when there is a URL
     * @param interval from one look to the next
     * @param timeout after which a look has failed
     */
    public record Check(String name, Optional<URI> url, List<String> command, Duration interval, Duration timeout) {}

    private static final long HEAP = 500L * 1024 * 1024;
    private static final long DISK = 64L * 1024 * 1024;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    static HealthChecks of(Options serve) throws BadConfig {
        Options options = serve.off("health") ? Options.NONE : serve.inside("health");
        List<Path> disks = new ArrayList<>();
        for (String folder : options.texts("disks", List.of())) {
            disks.add(Path.of(folder));
        }
        String path = serve.off("health") ? "" : options.text("path", "/health");
        String readyPath = serve.off("health") ? "" : options.text("ready_path", "/ready");
        if (!path.isEmpty() && path.equals(readyPath)) {
            throw options.bad(options.has("ready_path") ? "ready_path" : "path", "that of the other check, too");
        }
        return new HealthChecks(
                path,
                readyPath,
                options.blocks("allow"),
                options.number("heap", HEAP, 1, Long.MAX_VALUE),
                options.number("disk", DISK, 0, Long.MAX_VALUE),
                options.millis("loop_delay", DELAY),
                checks(options.list("checks")),
                List.copyOf(disks));
    }

    private static List<Check> checks(List<Options> all) throws BadConfig {
        List<Check> checks = new ArrayList<>();
        for (Options options : all) {
            Optional<URI> url = Optional.empty();
            try {
                url = options.text("url").map(URI::create);
            } catch (IllegalArgumentException e) {
                throw options.bad("url", "not a URL");
            }
            List<String> command = options.texts("command", List.of());
            if (url.isPresent() != command.isEmpty()) {
                throw options.bad("url", "to be given, or \"command\", and not both");
            }
            checks.add(new Check(
                    options.needText("name"),
                    url,
                    command,
                    options.millis("interval", INTERVAL),
                    options.millis("timeout", TIMEOUT)));
        }
        return List.copyOf(checks);
    }
}
