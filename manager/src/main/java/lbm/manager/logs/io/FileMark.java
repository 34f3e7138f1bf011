package lbm.manager.logs.io;

/**
 * How long a file was before a batch was written to it.
 *
 * @param length bytes; {@link #NONE}'s -1: not known, or no regular file
 */
record FileMark(long length, long device, long inode) {

    static final FileMark NONE = new FileMark(-1, 0, 0);

    boolean known() {
        return length >= 0;
    }

    boolean sameFile(FileMark other) {
        return known() && other.known() && device == other.device && inode == other.inode;
    }
}
