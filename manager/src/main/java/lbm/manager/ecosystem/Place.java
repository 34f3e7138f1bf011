package lbm.manager.ecosystem;

/**
 * Where something stands in a file; the first line is 1, the first column is 1.
 *
 * @param line 0: nowhere, it did not come from a file
 */
public record Place(int line, int column) {
    public static final Place NOWHERE = new Place(0, 0);
}
