package lbm.worker.content;

/**
 * What tells one state of a file from another.
 *
 * @param size bytes
 * @param modified nanoseconds since the epoch
 * @param changed the same of the last write or change of attributes, which nobody can set
 * @param inode device and number of the file; differs after a replacement by rename
 */
public record FileFacts(long size, long modified, long changed, String inode) {

    private static final long SECOND = 1_000_000_000L;

    /**
     * Whether this is the state of something that was made of a file in that state. Tools that give it the file's own
     * time may cut that to whole seconds.
     */
    public boolean isMadeOf(FileFacts file) {
        boolean cut = modified % SECOND == 0 && modifiedSeconds() == file.modifiedSeconds();
        return modified >= file.modified || cut;
    }

    /**
     * Whether a later state would differ from this one. Clocks of file systems stand still for a while (4 ms, 2 s on
     * some), and what is written twice in that time has the same facts.
     *
     * @param at when they were taken, nanoseconds since the epoch
     */
    public boolean settled(long at) {
        return at - changed > 2 * SECOND;
    }

    /** Whole seconds, as {@code Last-Modified} has them. */
    public long modifiedSeconds() {
        return Math.floorDiv(modified, SECOND);
    }
}
