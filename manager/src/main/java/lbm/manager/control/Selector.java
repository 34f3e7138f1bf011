package lbm.manager.control;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which instances a client means, as PM2 reads it: {@code all}, {@code /regex/} on the name, a name, a namespace, an
 * id, and {@code name:N} for one slot. For digits a name comes first, then a namespace, then an id.
 */
public final class Selector {

    /** Something that can be meant. */
    public record Target(String app, String namespace, int id, int slot) {}

    private Selector() {}

    /**
     * The targets that a selector means; empty: none.
     *
     * @throws IllegalArgumentException a regular expression that is none, with one clear line
     */
    public static List<Target> choose(String selector, List<Target> all) {
        if (selector.equals("all")) {
            return all;
        }
        if (selector.length() > 1 && selector.startsWith("/") && selector.endsWith("/")) {
            Pattern pattern = pattern(selector);
            return all.stream().filter(t -> pattern.matcher(t.app()).find()).toList();
        }
        List<Target> named = all.stream().filter(t -> t.app().equals(selector)).toList();
        if (!named.isEmpty()) {
            return named;
        }
        List<Target> spaced =
                all.stream().filter(t -> t.namespace().equals(selector)).toList();
        if (!spaced.isEmpty()) {
            return spaced;
        }
        Optional<Integer> id = number(selector);
        if (id.isPresent()) {
            return all.stream().filter(t -> t.id() == id.get()).toList();
        }
        int colon = selector.lastIndexOf(':');
        Optional<Integer> slot = colon < 0 ? Optional.empty() : number(selector.substring(colon + 1));
        return slot.isEmpty()
                ? List.of()
                : all.stream()
                        .filter(t -> t.app().equals(selector.substring(0, colon)) && t.slot() == slot.get())
                        .toList();
    }

    private static Pattern pattern(String selector) {
        try {
            return Pattern.compile(selector.substring(1, selector.length() - 1));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(selector + " is not a regular expression: " + e.getDescription(), e);
        }
    }

    private static Optional<Integer> number(String text) {
        return text.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
