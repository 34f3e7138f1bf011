package lbm.worker.config;

/**
 * Which files of the root are answered, and how they are named.
 *
 * <pre>
 * {"html_extension":true,"dotfiles":false,"follow_links":false,"listing":false}
 * </pre>
 *
 * @param htmlExtension whether {@code /about} is also looked for as {@code about.html}
 * @param dotfiles whether names that begin with a dot are answered; {@code .well-known} always is
 * @param followLinks whether symbolic links may lead out of the root
 * @param listing whether a folder without {@code index.html} is answered with its list of files
 */
public record Files(boolean htmlExtension, boolean dotfiles, boolean followLinks, boolean listing) {

    static Files of(Options options) throws BadConfig {
        return new Files(
                options.flag("html_extension", false),
                options.flag("dotfiles", false),
                options.flag("follow_links", false),
                options.flag("listing", false));
    }
}
