package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Items;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;

/**
 * {@code lbm start app.js --name web}: an app whose fields were given on the command line, put through the checks of the
 * file.
 *
 * @param fields a JSON object with the names of the file's fields, {@code script} among them
 * @param flags what the user wrote for a field: {@code max_memory_restart} is {@code --max-memory-restart}
 * @param folder the client's, absolute: relative paths start there
 */
public record InlineApp(JsonNode fields, Map<String, String> flags, Path folder) {

    private static final String SOURCE = "lbm start";

    /** The app, or why it cannot be, told in terms of flags. */
    public Result read(Options options, Disk disk) {
        SourceText source = new SourceText(SOURCE, Optional.empty(), folder, "");
        Result result = EcosystemReader.readApp(source, table(fields), options, disk);
        return new Result(
                result.apps(),
                result.problems().stream().map(this::asFlag).toList(),
                result.warnings().stream()
                        .map(w -> new Warning(w.file(), w.place(), flag(w.path()), w.text()))
                        .toList());
    }

    private Problem asFlag(Problem p) {
        return new Problem(p.file(), p.place(), flag(p.path()), p.value(), p.wrong(), p.expected(), p.nearest());
    }

    /** {@code ignore_watch[1]} is {@code --ignore-watch}; the script has no flag, its value says enough. */
    private String flag(String path) {
        String field = path.split("[.\\[]", 2)[0];
        return field.equals("script") ? "" : flags.getOrDefault(field, path);
    }

    private static Table table(JsonNode object) {
        List<Entry> entries = new ArrayList<>();
        object.properties().forEach(e -> entries.add(new Entry(e.getKey(), Place.NOWHERE, node(e.getValue()))));
        return new Table(Place.NOWHERE, entries, 1 + entries.size());
    }

    private static Node node(JsonNode value) {
        if (value.isObject()) {
            return table(value);
        }
        if (value.isArray()) {
            List<Node> items = new ArrayList<>();
            value.forEach(item -> items.add(node(item)));
            return new Items(Place.NOWHERE, items, 1 + items.size());
        }
        Form form = value.isNumber()
                ? Form.NUMBER
                : value.isBoolean() ? Form.BOOLEAN : value.isNull() ? Form.NULL : Form.TEXT;
        return new Scalar(Place.NOWHERE, form, value.asText());
    }
}
