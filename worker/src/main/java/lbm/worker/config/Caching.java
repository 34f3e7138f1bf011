package lbm.worker.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code Cache-Control} says, by path. After these rules come the defaults: pages are asked about each time,
 * everything else is kept for a year.
 *
 * <pre>
 * [{"match":"downloads/*.pdf","control":"no-store"}]
 * </pre>
 *
 * @param rules the first that matches holds
 */
public record Caching(List<Rule> rules) {

    /**
     * One rule.
     *
     * @param glob path in the site without its first slash; a glob without a slash matches the file's name in any folder
     * @param control value of {@code Cache-Control}
     */
    public record Rule(String glob, String control) {}

    static Caching of(List<Options> rules) throws BadConfig {
        List<Rule> all = new ArrayList<>();
        for (Options rule : rules) {
            all.add(new Rule(glob(rule), FieldText.check(rule, "control")));
        }
        return new Caching(List.copyOf(all));
    }

    private static String glob(Options rule) throws BadConfig {
        String glob = rule.needText("match");
        try {
            Glob.of(glob);
            return glob;
        } catch (IllegalArgumentException e) {
            throw new BadConfig("LBM_SERVE: \"match\": " + e.getMessage());
        }
    }
}
