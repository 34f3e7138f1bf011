package lbm.manager.ecosystem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line of arguments split as a shell would split it, without expanding anything. */
final class ShellWords {

    private ShellWords() {}

    /** The words; empty when a quote is not closed or the line ends in a backslash. */
    static Optional<List<String>> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'') {
                if (++i == line.length()) {
                    return Optional.empty();
                }
                char next = line.charAt(i);
                if (next == '\n') {
                    continue; // a line that goes on
                }
                // Inside double quotes a backslash guards only these; elsewhere it stands for itself.
                if (quote == '"' && "\"\\$`".indexOf(next) < 0) {
                    word.append('\\');
                }
                word.append(next);
                inWord = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            return Optional.empty();
        }
        if (inWord) {
            words.add(word.toString());
        }
        return Optional.of(words);
    }
}
