package lbm.manager.ecosystem;

/** Something in a file that is accepted but not what its writer may think; prints as one line, as a problem does. */
public record Warning(String file, Place place, String path, String text) {

    /** The one line. */
    public String line() {
        return Problem.where(file, place, path) + text;
    }

    @Override
    public String toString() {
        return line();
    }
}
