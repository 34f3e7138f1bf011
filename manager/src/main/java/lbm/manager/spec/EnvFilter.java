package lbm.manager.spec;

import java.util.List;

/**
 * Variables of the caller's environment that an app is not given: PM2's {@code filter_env}. What the file itself sets
 * is never dropped.
 *
 * @param all whether none of the caller's variables is passed on
 * @param prefixes names, or beginnings of names, that are not passed on
 */
public record EnvFilter(boolean all, List<String> prefixes) {

    /** Everything is passed on. */
    public static final EnvFilter NONE = new EnvFilter(false, List.of());

    public EnvFilter {
        prefixes = List.copyOf(prefixes);
    }

    /** Whether the app gets the caller's variable of this name. */
    public boolean passes(String name) {
        return !all && prefixes.stream().noneMatch(name::startsWith);
    }
}
