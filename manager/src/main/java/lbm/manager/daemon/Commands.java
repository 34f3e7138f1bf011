package lbm.manager.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.process.Command;
import lbm.manager.service.ServiceVariables;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Program;

/** From an instance to the command that starts its process. */
final class Commands {

    /** Meant for the user's own JVMs; a worker is ours. */
    private static final Set<String> JVM_OPTIONS = Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

    private static final Pattern MARK = Pattern.compile("[0-9a-f]+:(\\d{1,9})\\.(\\d{1,18})");

    private Commands() {}

    /**
     * Arguments, environment and folder of one instance.
     *
     * @param othersServe whether the app is served meanwhile: then a worker takes its time to get warm
     * @param worker command line of a worker JVM for a heap of so many megabytes
     */
    static Launching of(
            Instance m, boolean othersServe, Home home, Identity identity, IntFunction<List<String>> worker) {
        Map<String, String> env = environment(m, home, identity);
        AppSpec spec = m.spec();
        if (spec.linked()) {
            JVM_OPTIONS.forEach(env::remove);
            // JDK 17 reads file names in the locale's encoding, and systemd starts services in C.
            env.put("LC_ALL", "C.UTF-8");
            env.put("LBM_LINK", home.link().toString());
            env.put("LBM_TOKEN", identity.token());
        }
        if (spec.program() instanceof Program.Serve serve) {
            env.put("LBM_SERVE", ServeJson.of(spec, serve, othersServe, home));
            return new Launching(worker.apply(serve.memory()), env, spec.cwd());
        }
        if (spec.program() instanceof Program.Proxy proxy) {
            env.put("LBM_PROXY", ProxyJson.of(spec, proxy));
            return new Launching(worker.apply(proxy.memory()), env, spec.cwd());
        }
        Program.Exec exec = (Program.Exec) spec.program();
        List<String> argv = new ArrayList<>();
        exec.interpreter().ifPresent(interpreter -> {
            argv.add(interpreter);
            argv.addAll(exec.interpreterArgs());
        });
        argv.add(exec.script());
        argv.addAll(exec.args());
        return new Launching(argv, env, spec.cwd());
    }

    /** Value of {@link Command#MARK} for a life: how its descendants are told from everybody else's. */
    static String mark(Identity identity, Key key) {
        return identity.home() + ":" + key;
    }

    /** The life a mark names; empty when it is none of ours. */
    static Optional<Key> keyOf(String mark) {
        Matcher matcher = MARK.matcher(mark);
        return matcher.matches()
                ? Optional.of(new Key(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    private static Map<String, String> environment(Instance m, Home home, Identity identity) {
        AppSpec spec = m.spec();
        Map<String, String> env = new HashMap<>(spec.environ());
        // What another lbm told the shell we were asked from is not for this program.
        env.keySet()
                .removeIf(name -> name.startsWith("LBM_")
                        || ServiceVariables.ALL.contains(name)
                        || !spec.launch().filterEnv().passes(name));
        env.putAll(spec.env());
        spec.listen().ifPresent(listen -> env.put("PORT", Integer.toString(listen.port())));
        spec.incrementVar().ifPresent(name -> env.computeIfPresent(name, (k, base) -> increment(base, m.slot())));
        String slot = Integer.toString(m.slot());
        env.put(spec.instanceVar(), slot);
        env.put("LBM_INSTANCE", slot);
        env.put("LBM_APP", spec.name());
        env.put("LBM_ID", Integer.toString(m.key().id()));
        env.put("LBM_GENERATION", Integer.toString(m.generation()));
        env.put("LBM_HOME", home.dir().toString());
        env.put(Command.MARK, mark(identity, m.key()));
        return env;
    }

    private static String increment(String base, int slot) {
        try {
            return Long.toString(Long.parseLong(base.strip()) + slot);
        } catch (NumberFormatException e) {
            return base;
        }
    }
}
