package lbm.manager.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an instance runs. */
public sealed interface Program {

    /**
     * The built-in site worker ({@code script: serve}).
     *
     * <pre>
     * serve:
     *   root: dist
     *   spa: true
     * </pre>
     *
     * @param root the site's folder, absolute
     * @param spa whether deep links are answered with {@code index.html}
     * @param warmupRequests requests through its own pipeline before ready; 0: none
     * @param memory cap of the worker's heap in megabytes
     * @param options everything else, which the worker alone acts on
     */
    record Serve(Path root, boolean spa, int warmupRequests, int memory, SiteOptions options) implements Program {}

    /**
     * Any other program.
     *
     * @param script absolute path, or a name looked up on PATH
     * @param interpreter empty: the script is executed itself
     */
    record Exec(String script, List<String> args, Optional<String> interpreter, List<String> interpreterArgs)
            implements Program {}

    /**
     * The built-in proxy worker, which stands before another app of the same file.
     *
     * @param app whose instances are its backends
     * @param memory cap of the worker's heap in megabytes
     * @param options everything else, which the worker alone acts on
     */
    record Proxy(String app, int memory, SiteOptions options) implements Program {}
}
