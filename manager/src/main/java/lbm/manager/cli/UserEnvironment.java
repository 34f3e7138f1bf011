package lbm.manager.cli;

import java.util.Map;
import java.util.TreeMap;

/** The user's environment as it was before the launcher put JVM options aside. */
final class UserEnvironment {
    static final String SAVED = "LBM_SAVED_";

    private UserEnvironment() {}

    /** {@code LBM_SAVED_X} is {@code X} again, and nothing of the launcher's is left. */
    static Map<String, String> restored(Map<String, String> environment) {
        Map<String, String> result = new TreeMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            result.put(name.startsWith(SAVED) ? name.substring(SAVED.length()) : name, variable.getValue());
        }
        return result;
    }
}
