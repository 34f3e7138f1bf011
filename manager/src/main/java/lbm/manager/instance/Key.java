package lbm.manager.instance;

/**
 * Names one life of an instance: during a reload two lives share an id.
 *
 * @param id PM2's {@code pm_id}
 * @param serial counts every life of this manager's home, never used twice
 */
public record Key(int id, long serial) {
    /** Asked a million times while a thousand are started. */
    @Override
    public int hashCode() {
        return Long.hashCode(serial);
    }

    @Override
    public String toString() {
        return id + "." + serial;
    }
}
