package lbm.worker.content;

/**
 * What tells one state of a file from another.
 *
 * @param size bytes
 * @param modified nanoseconds since the epoch
 * @param inode the file system's key of the file; differs after a replacement by rename
 */
public record FileFacts(long size, long modified, String inode) {

    /** Whole seconds, as {@code Last-Modified} has them. */
    public long modifiedSeconds() {
        return Math.floorDiv(modified, 1_000_000_000L);
    }
}
