package lbm.manager.spec;

/** Another app of the same file that has to be so far before this one is started. */
public record Dependency(String app, Condition condition) {

    /** How far. */
    public enum Condition {
        /** Its processes run. */
        STARTED,
        /** All its instances are online. */
        READY,
        /** It has ended with exit code 0. */
        COMPLETED
    }
}
