package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of fields in docs/ecosystem.md are made from the parser's own table. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../docs/ecosystem.md");
    private static final Path PM2 = Path.of("../docs/pm2.md");

    @Test
    void thePageListsEveryFieldAsTheParserReadsIt() throws IOException {
        String page = Files.readString(PAGE);
        same(PAGE, page, put(put(page, "app", acted(Fields.APP)), "serve", acted(Fields.IN_SERVE)));
    }

    @Test
    void whoComesFromPm2FindsEachOfItsFields() throws IOException {
        String page = Files.readString(PM2);
        same(PM2, page, put(page, "pm2", ofPm2()));
    }

    private static void same(Path path, String page, String fresh) throws IOException {
        if (Boolean.getBoolean("lbm.regenerate")) {
            Files.writeString(path, fresh);
            return;
        }
        assertEquals(
                fresh,
                page,
                "regenerate with: mvn -pl manager -am test -Dtest=DocumentationTest -Dlbm.regenerate=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false");
    }

    private static String put(String page, String name, String table) {
        String begin = "<!-- fields of " + name + " -->\n";
        String end = "<!-- end -->";
        int from = page.indexOf(begin) + begin.length();
        return page.substring(0, from) + table + page.substring(page.indexOf(end, from));
    }

    private static String acted(List<Field<?>> fields) {
        return "| field | takes | when left out | meaning |\n|---|---|---|---|\n"
                + fields.stream().filter(Field::actedOn).map(f -> rows("", f)).collect(Collectors.joining());
    }

    private static String rows(String outer, Field<?> field) {
        String row = "| %s | %s | %s | %s |\n"
                .formatted(
                        names(outer, field),
                        cell(field.kind().expected()),
                        cell(field.fallback()),
                        cell(field.description()));
        return row
                + field.kind().inside().stream()
                        .filter(Field::actedOn)
                        .map(inside -> rows(outer + field.name() + ".", inside))
                        .collect(Collectors.joining());
    }

    private static String ofPm2() {
        return "| field | in lbm | |\n|---|---|---|\n"
                + Fields.APP.stream()
                        .filter(f -> Pm2FieldsTest.PM2.contains(f.name()))
                        .map(f -> "| %s | %s | %s |\n".formatted(names(f), how(f), cell(f.pm2())))
                        .collect(Collectors.joining());
    }

    private static String how(Field<?> field) {
        return !field.actedOn() ? "ignored" : field.pm2().isEmpty() ? "works" : "differs";
    }

    private static String names(Field<?> field) {
        return names("", field);
    }

    private static String names(String outer, Field<?> field) {
        String aliases = field.aliases().stream().map(a -> "`" + a + "`").collect(Collectors.joining(", "));
        return "`" + outer + field.name() + "`" + (aliases.isEmpty() ? "" : " (also " + aliases + ")");
    }

    private static String cell(String text) {
        return text.replace("<", "&lt;").replace("|", "\\|");
    }
}
