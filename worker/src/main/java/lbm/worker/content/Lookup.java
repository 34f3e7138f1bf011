package lbm.worker.content;

/**
 * What a path turned out to be.
 *
 * @param <F> a file that can be answered
 */
public sealed interface Lookup<F> {

    /** A file. */
    record Found<F>(F file) implements Lookup<F> {}

    /** A folder asked for without its slash; the location has it. */
    record Folder<F>(String location) implements Lookup<F> {}

    /** A folder without a page of its own, to be listed. */
    record Listed<F>(Listing listing) implements Lookup<F> {}

    /** No file; perhaps a page of a single-page app. */
    record Missing<F>(Target.Path path) implements Lookup<F> {}

    /** Never a path of a site. */
    record Hidden<F>() implements Lookup<F> {}

    /** The file is there but may not be read. */
    record Denied<F>() implements Lookup<F> {}

    /** No valid path. */
    record Bad<F>(String why) implements Lookup<F> {}

    /** {@code OPTIONS *}. */
    record Server<F>() implements Lookup<F> {}
}
