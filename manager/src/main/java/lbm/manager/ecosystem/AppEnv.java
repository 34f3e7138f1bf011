package lbm.manager.ecosystem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Table;

/**
 * The variables of an app.
 *
 * @param filed those of {@code env_file}, under all others
 * @param common those of {@code env}
 * @param chosen those of {@code env_<name>} for the chosen name; they win
 */
record AppEnv(Map<String, String> filed, Map<String, Value> common, Map<String, Value> chosen) {

    private static final String PREFIX = "env_";

    /** Whether a key is {@code env_<name>}; {@code env_file} is a field. */
    static boolean names(String key) {
        return key.startsWith(PREFIX) && key.length() > PREFIX.length() && !key.equals(Fields.ENV_FILE.name());
    }

    /** The names an app has sets for. */
    static Set<String> sets(Value app) {
        Set<String> names = new TreeSet<>();
        if (app.node() instanceof Table table) {
            table.entries().stream()
                    .map(Entry::key)
                    .filter(AppEnv::names)
                    .forEach(key -> names.add(key.substring(PREFIX.length())));
        }
        return names;
    }

    /** Reads every set, the ones not chosen too: a mistake in staging should not wait for the day it is used. */
    static AppEnv read(Settings settings, Optional<String> name, Map<String, String> filed, Report report) {
        Map<String, Value> chosen = new LinkedHashMap<>();
        Value app = settings.table();
        for (Entry entry : ((Table) app.node()).entries()) {
            if (names(entry.key())) {
                Optional<Map<String, Value>> set = Variables.KIND.read(app.entry(entry), report);
                if (name.isPresent() && entry.key().equals(PREFIX + name.get())) {
                    set.ifPresent(chosen::putAll);
                }
            }
        }
        return new AppEnv(filed, settings.get(Fields.ENV).orElse(Map.of()), chosen);
    }

    Optional<Value> get(String variable) {
        return Optional.ofNullable(chosen.containsKey(variable) ? chosen.get(variable) : common.get(variable));
    }

    /** Whether the program gets a variable of this name. */
    boolean has(String variable) {
        return filed.containsKey(variable) || get(variable).isPresent();
    }

    /** What the program gets. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>(filed);
        common.forEach((name, value) -> values.put(name, Variables.text(value)));
        chosen.forEach((name, value) -> values.put(name, Variables.text(value)));
        return values;
    }
}
