package lbm.worker;

/** What the operator reads in the instance's out log. */
final class Console {

    private Console() {}

    /** One line on stdout; the manager stamps it. */
    static void line(String text) {
        System.out.println(text);
    }

    /** One line on stderr. */
    static void error(String text) {
        System.err.println(text);
    }
}
