package lbm.manager.ecosystem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Items;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;
import org.jspecify.annotations.Nullable;

/**
 * YAML text as a tree with places. JSON is YAML. Anchors, aliases and merge keys ({@code <<}) work, within limits that
 * stop a small file from standing for a huge one.
 */
final class YamlTree {

    /** Deeper than any real file; a recursive descent must end somewhere. */
    private static final int DEEPEST = 64;

    /** Values a file may stand for with its aliases written out. */
    private static final int HEAVIEST = 100_000;

    private static final YAMLFactory YAML = new YAMLFactory();

    private final YAMLParser in;
    private final Report report;
    private final Map<String, Node> anchors = new HashMap<>();

    private YamlTree(YAMLParser in, Report report) {
        this.in = in;
        this.report = report;
    }

    /** The root value; empty when there is none or the text is not YAML, which is then reported. */
    static Optional<Node> parse(String text, Report report) {
        try (YAMLParser in = YAML.createParser(text)) {
            return new YamlTree(in, report).document();
        } catch (Unreadable e) {
            report.problem(e.place, "", e.wrong, e.expected);
        } catch (JsonProcessingException e) {
            YamlSyntax.report(e, text, report);
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory could not be read", e);
        }
        return Optional.empty();
    }

    private Optional<Node> document() throws IOException {
        JsonToken first = in.nextToken();
        if (first == null) {
            report.problem(new Place(1, 1), "", "the file is empty", "apps:");
            return Optional.empty();
        }
        Node root = node(first, 0);
        if (in.nextToken() != null) {
            report.problem(place(), "", "a second document begins here", "one document a file");
        }
        return Optional.of(root);
    }

    private Node node(@Nullable JsonToken token, int depth) throws IOException {
        if (token == null) {
            throw new Unreadable(place(), "the file ends in the middle of a value", "");
        }
        if (depth > DEEPEST) {
            throw new Unreadable(place(), "values are nested too deeply", "at most " + DEEPEST + " levels");
        }
        if (in.isCurrentAlias()) {
            return alias();
        }
        String anchor = in.getObjectId();
        Node node =
                switch (token) {
                    case START_OBJECT -> table(depth);
                    case START_ARRAY -> items(depth);
                    default -> scalar(token);
                };
        if (node.weight() > HEAVIEST) {
            throw new Unreadable(node.place(), "aliases make this too large", "at most " + HEAVIEST + " values");
        }
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private Node alias() throws IOException {
        String name = in.getText();
        Node target = anchors.get(name);
        if (target == null) {
            throw new Unreadable(
                    place(),
                    "alias *" + name + " has no anchor before it",
                    "&" + name + " on an earlier, complete value");
        }
        return target;
    }

    private Node table(int depth) throws IOException {
        Place place = place();
        Map<String, Entry> own = new LinkedHashMap<>();
        List<Table> merged = new ArrayList<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            Place keyPlace = place();
            Node value = node(in.nextToken(), depth + 1);
            if (key.equals("<<")) {
                merge(value, merged);
                continue;
            }
            Entry before = own.putIfAbsent(key, new Entry(key, keyPlace, value));
            if (before != null) {
                String wrong = "stands here again, after line " + before.place().line();
                report.problem(keyPlace, "", key, wrong, "each key once", Optional.empty());
            }
        }
        // Merge keys give defaults: own keys win, then the earlier map of a list.
        merged.forEach(table -> table.entries().forEach(e -> own.putIfAbsent(e.key(), e)));
        return new Table(
                place,
                List.copyOf(own.values()),
                weight(own.values().stream().map(Entry::value).toList()));
    }

    private static void merge(Node value, List<Table> into) throws Unreadable {
        if (value instanceof Table table) {
            into.add(table);
        } else if (value instanceof Items list && list.items().stream().allMatch(Table.class::isInstance)) {
            list.items().forEach(item -> into.add((Table) item));
        } else {
            throw new Unreadable(value.place(), "<< merges " + value.describe(), "a map or a list of maps");
        }
    }

    private Node items(int depth) throws IOException {
        Place place = place();
        List<Node> items = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            items.add(node(token, depth + 1));
        }
        return new Items(place, List.copyOf(items), weight(items));
    }

    private static int weight(List<Node> inside) {
        // Each part is at most HEAVIEST and parts are as many as the file has characters: no overflow of a long.
        return (int) Math.min(
                Integer.MAX_VALUE, 1 + inside.stream().mapToLong(Node::weight).sum());
    }

    private Node scalar(JsonToken token) throws IOException {
        String text = in.getText() == null ? "" : in.getText();
        return new Scalar(
                place(),
                switch (token) {
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Form.NUMBER;
                    // YAML 1.1 reads yes, no, on and off as booleans; PM2's reader and YAML 1.2 do not.
                    case VALUE_TRUE -> text.equalsIgnoreCase("true") ? Form.BOOLEAN : Form.TEXT;
                    case VALUE_FALSE -> text.equalsIgnoreCase("false") ? Form.BOOLEAN : Form.TEXT;
                    case VALUE_NULL -> Form.NULL;
                    default -> Form.TEXT;
                },
                text);
    }

    private Place place() {
        JsonLocation at = in.currentTokenLocation();
        return new Place(at.getLineNr(), at.getColumnNr());
    }

    /** The text cannot be followed further. */
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Place place;
        private final String wrong;
        private final String expected;

        Unreadable(Place place, String wrong, String expected) {
            super(wrong);
            this.place = place;
            this.wrong = wrong;
            this.expected = expected;
        }
    }
}
