package lbm.manager.daemon;

import java.util.Set;

/** A selector that means nothing. */
final class NoSuchApp extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String line;

    NoSuchApp(String selector, Set<String> apps) {
        this.line = "no app matches \"" + selector + "\"; "
                + (apps.isEmpty() ? "there are none" : "there are: " + String.join(", ", apps));
    }

    NoSuchApp(String line) {
        this.line = line;
    }

    /** One clear line. */
    String line() {
        return line;
    }
}
