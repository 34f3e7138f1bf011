package lbm.manager.cli;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Which of the lines that the manager sends are shown.
 *
 * @param sinceMillis wall clock; lines whose time is not known are older
 * @param grep found anywhere in the line
 * @param level this one and graver ones
 */
public record LogFilter(OptionalLong sinceMillis, Optional<Pattern> grep, Optional<Level> level) {

    /** Every line. */
    public static final LogFilter ALL = new LogFilter(OptionalLong.empty(), Optional.empty(), Optional.empty());

    /** Whether anything is left out. */
    public boolean any() {
        return sinceMillis.isPresent() || grep.isPresent() || level.isPresent();
    }

    boolean wants(JsonObject line) {
        String text = line.text("text");
        return (sinceMillis.isEmpty() || line.number("time") >= sinceMillis.getAsLong())
                && grep.map(pattern -> pattern.matcher(text).find()).orElse(true)
                && level.map(least -> Level.of(text, line.text("stream")).compareTo(least) >= 0)
                        .orElse(true);
    }
}
