package lbm.manager.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of {@code start} before they are parsed: what stands behind {@code --} is the program's, and flags that
 * PM2 lets have a value or not, or any number of them, are brought into a form with one meaning.
 *
 * @param own lbm's arguments
 * @param program the program's; empty also for a bare {@code --}
 */
record StartWords(List<String> own, List<String> program) {

    static StartWords of(List<String> words) {
        int end = words.indexOf("--");
        List<String> own = new ArrayList<>();
        for (String word : end < 0 ? words : words.subList(0, end)) {
            int last = own.size() - 1;
            if (word.startsWith("--watch=")) {
                own.add("--watch-paths=" + word.substring("--watch=".length()));
            } else if (isCode(word) && last > 0 && own.get(last - 1).equals("--stop-exit-codes")) {
                own.set(last, own.get(last) + "," + word);
            } else {
                own.add(word);
            }
        }
        return new StartWords(own, end < 0 ? List.of() : List.copyOf(words.subList(end + 1, words.size())));
    }

    private static boolean isCode(String word) {
        return word.matches("[0-9]{1,3}");
    }
}
