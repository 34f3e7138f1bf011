package lbm.manager.ecosystem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What may have been meant by a misspelt word. */
public final class Nearest {

    /** Longer words are no slip of the keys, and comparing takes memory that grows with them. */
    private static final int LONGEST = 60;

    private Nearest() {}

    /** The known word that differs least; empty when none is close. */
    public static Optional<String> to(String word, Collection<String> known) {
        String typed = plain(word);
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        int limit = typed.length() <= 3 ? 1 : typed.length() <= 7 ? 2 : 3;
        Optional<String> close = known.stream()
                .filter(k -> distance(typed, plain(k)) <= limit)
                .min(Comparator.comparingInt((String k) -> distance(typed, plain(k)))
                        .thenComparing(Comparator.naturalOrder()));
        return close.or(() -> known.stream()
                .filter(k -> typed.length() >= 3 && plain(k).contains(typed))
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())));
    }

    /** Case and the choice between {@code maxRestarts}, {@code max-restarts} and {@code max_restarts} do not count. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
