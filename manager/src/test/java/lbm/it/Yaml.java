package lbm.it;

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
                String.join("\n    ", more));
    }

    /** An app that is a shell script of {@link Home#script}. */
    static String program(String name, String script, String... more) {
        return entry(name, "script: ./" + script, "interpreter: none", String.join("\n    ", more));
    }

    private static String entry(String name, String... lines) {
        return "  - name: " + name + "\n    " + String.join("\n    ", lines).stripTrailing() + "\n";
    }
}
