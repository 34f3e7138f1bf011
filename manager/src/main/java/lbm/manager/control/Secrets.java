package lbm.manager.control;

import java.util.Map;
import java.util.TreeMap;
import lbm.manager.ecosystem.SpecDiff;

/** Hides what must not end up in a terminal's scroll-back or a bug report. */
public final class Secrets {

    /** Stands for what is not shown. */
    public static final String HIDDEN = "(hidden)";

    private Secrets() {}

    /** The variables in order, values of secret-looking names replaced. */
    public static Map<String, String> hide(Map<String, String> variables) {
        Map<String, String> shown = new TreeMap<>();
        variables.forEach((name, value) -> shown.put(name, SpecDiff.looksSecret(name) ? HIDDEN : value));
        return shown;
    }
}
