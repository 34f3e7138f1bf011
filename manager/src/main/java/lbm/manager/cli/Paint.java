package lbm.manager.cli;

/** Escape sequences of colours. */
public final class Paint {
    public static final String BOLD = "\u001b[1m";
    public static final String GREEN = "\u001b[32m";
    public static final String YELLOW = "\u001b[33m";
    public static final String RED = "\u001b[31m";

    private static final String END = "\u001b[0m";
    private static final int FIRST = 31;
    private static final int COUNT = 6;

    private Paint() {}

    /** The text in this colour; as it is when the colour is empty. */
    public static String paint(String colour, String text) {
        return colour.isEmpty() || text.isEmpty() ? text : colour + text + END;
    }

    /** A colour of its own for each instance, the same each time. */
    public static String ofInstance(long id) {
        return "\u001b[" + (FIRST + (id + 1) % COUNT) + "m";
    }

    static String ofStatus(String status) {
        return switch (status) {
            case "online" -> GREEN;
            case "errored" -> RED;
            case "launching", "stopping", "waiting restart" -> YELLOW;
            default -> "";
        };
    }
}
