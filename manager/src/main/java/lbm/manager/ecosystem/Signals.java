package lbm.manager.ecosystem;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signals that may ask a program to end. */
final class Signals {

    /** As they may be written, with or without SIG, to the name without it. */
    static final Map<String, String> NAMES = names();

    private Signals() {}

    private static Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        for (String name : List.of("HUP", "INT", "QUIT", "KILL", "USR1", "USR2", "TERM", "WINCH")) {
            names.put(name, name);
            names.put("SIG" + name, name);
        }
        return names;
    }
}
