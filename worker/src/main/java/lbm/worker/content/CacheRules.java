package lbm.worker.content;

import java.util.List;

/**
 * The {@code Cache-Control} of a file: the first of the operator's rules that matches its path, or else the reference's
 * choice.
 */
public final class CacheRules {

    /**
     * One of the operator's rules.
     *
     * @param control the field's value
     */
    public record Rule(Glob glob, String control) {}

    /** The reference's choice alone. */
    public static final CacheRules NONE = new CacheRules(List.of());

    private final List<Rule> rules;

    public CacheRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
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
