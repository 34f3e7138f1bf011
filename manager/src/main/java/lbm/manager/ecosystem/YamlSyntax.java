package lbm.manager.ecosystem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Errors of the YAML library as problems: its messages are many lines with a drawing, ours are one. */
final class YamlSyntax {

    private YamlSyntax() {}

    /** Where the text stops being YAML, and why, in one line. */
    static void report(JsonProcessingException e, String text, Report report) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            String context = marked.getContext() == null ? "" : marked.getContext() + ": ";
            report.problem(
                    new Place(mark.getLine() + 1, mark.getColumn() + 1),
                    "",
                    "not YAML: " + oneLine(context + marked.getProblem()),
                    "");
        } else if (e.getCause() instanceof ReaderException unprintable) {
            report.problem(
                    placeOf(text, unprintable.getPosition()),
                    "",
                    "not YAML: the character U+%04X is not allowed".formatted(unprintable.getCodePoint()),
                    "");
        } else {
            JsonLocation at = e.getLocation();
            Place place = at == null ? new Place(1, 1) : new Place(at.getLineNr(), at.getColumnNr());
            report.problem(place, "", "not YAML: " + oneLine(e.getOriginalMessage()), "");
        }
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static Place placeOf(String text, int codePoint) {
        int at = text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
        String before = text.substring(0, at);
        int lineStart = before.lastIndexOf('\n') + 1;
        return new Place((int) before.chars().filter(c -> c == '\n').count() + 1, at - lineStart + 1);
    }
}
