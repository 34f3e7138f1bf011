package lbm.worker.content;

import java.util.List;
import lbm.worker.config.Caching;
import lbm.worker.config.Glob;

/**
 * The {@code Cache-Control} of a file: the first of the operator's rules that matches its path, or else the reference's
 * choice.
 */
public final class CacheRules {

    private record Rule(Glob glob, String control) {}

    /** The reference's choice alone. */
    public static final CacheRules NONE = new CacheRules(new Caching(List.of()));

    private final List<Rule> rules;

    /**
     * The operator's rules, then the reference's.
     *
     * @throws IllegalArgumentException a glob is none
     */
    public CacheRules(Caching caching) {
        this.rules = caching.rules().stream()
                .map(it -> new Rule(Glob.of(it.glob()), it.control()))
                .toList();
    }

    /**
     * The value for a file.
     *
     * @param path in the site, decoded, without a slash at its start
     */
    public String of(String path, String contentType) {
        for (Rule rule : rules) {
            if (rule.glob().matches(path)) {
                return rule.control();
            }
        }
        return CachePolicy.of(path.substring(path.lastIndexOf('/') + 1), contentType);
    }
}
