package lbm.manager.daemon;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lbm.manager.cluster.Gated;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Dependency;

/** What one request asks of apps that depend on each other. */
final class Turns {

    /** By app, where the request brings settings that are not in force yet. */
    final Map<String, List<Dependency>> needs = new HashMap<>();

    /** By app, in the order they were asked. */
    final Map<String, Gated> asked = new LinkedHashMap<>();

    /** Apps that others depend on; empty: not looked for yet. */
    Optional<Set<String>> needed = Optional.empty();

    void bring(List<AppSpec> specs) {
        specs.forEach(spec -> needs.put(spec.name(), spec.supervision().dependsOn()));
    }
}
