package lbm.it;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Ecosystem files for tests, as text: what a user would write. */
final class Yaml {

    private Yaml() {}

    /**
     * The app {@code site}: the site of {@link Home} on a port of the loopback.
     *
     * @param more further lines of the app, each {@code key: value}
     */
    static String site(int port, int instances, String... more) {
        return "apps:\n" + siteEntry(port, instances, more);
    }

    /** The same as one entry of a longer list. */
    static String siteEntry(int port, int instances, String... more) {
        return entry(
                "site",
                "script: serve",
                "exec_mode: cluster",
                "instances: " + instances,
                "host: 127.0.0.1",
                "port: " + port,
                // Enough to compile the paths of a reload, short enough for a test.
                "serve: {root: site, spa: true, warmup: 100}",
                // A busy machine is no reason to fail, where the time is not what is tested.
                Arrays.stream(more).anyMatch(line -> line.startsWith("listen_timeout")) ? "" : "listen_timeout: 90s",
                String.join("\n    ", more));
    }

    /** An app that is a shell script of {@link Home#script}. */
    static String program(String name, String script, String... more) {
        return entry(name, "script: ./" + script, "interpreter: none", String.join("\n    ", more));
    }

    private static String entry(String name, String... lines) {
        String text = Arrays.stream(lines).filter(line -> !line.isBlank()).collect(Collectors.joining("\n    "));
        return "  - name: " + name + "\n    " + text + "\n";
    }
}
