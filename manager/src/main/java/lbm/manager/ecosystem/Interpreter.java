package lbm.manager.ecosystem;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runs scripts of an extension.
 *
 * @param names in the order they are tried on PATH
 * @param args between it and the script
 */
record Interpreter(List<String> names, List<String> args) {

    private static final Interpreter NODE = of("node", List.of());
    private static final Interpreter JAVA = of("java", List.of());

    /** PM2 knows bun alone; node strips types from 22.18 on. */
    private static final Interpreter TYPED = new Interpreter(List.of("bun", "tsx", "ts-node", "node"), List.of());

    /** Node alone reads no JSX. */
    private static final Interpreter JSX = new Interpreter(List.of("bun", "tsx", "ts-node"), List.of());

    private static final Map<String, Interpreter> BY_EXTENSION = Map.ofEntries(
            Map.entry(".js", NODE),
            Map.entry(".mjs", NODE),
            Map.entry(".cjs", NODE),
            Map.entry(".ts", TYPED),
            Map.entry(".mts", TYPED),
            Map.entry(".cts", TYPED),
            Map.entry(".tsx", JSX),
            Map.entry(".py", new Interpreter(List.of("python3", "python"), List.of())),
            Map.entry(".sh", new Interpreter(List.of("bash", "sh"), List.of())),
            Map.entry(".rb", of("ruby", List.of())),
            Map.entry(".php", of("php", List.of())),
            Map.entry(".pl", of("perl", List.of())),
            Map.entry(".coffee", of("coffee", List.of())),
            Map.entry(".ls", of("lsc", List.of())),
            Map.entry(".java", JAVA),
            Map.entry(".jar", of("java", List.of("-jar"))));

    /** By the extension of the script; empty when it has to be executed itself. */
    static Optional<Interpreter> of(String script) {
        int dot = script.lastIndexOf('.');
        return Optional.ofNullable(dot < 0 ? null : BY_EXTENSION.get(script.substring(dot)));
    }

    private static Interpreter of(String name, List<String> args) {
        return new Interpreter(List.of(name), args);
    }
}
