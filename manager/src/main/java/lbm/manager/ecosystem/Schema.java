package lbm.manager.ecosystem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The JSON Schema of the ecosystem file, made from {@link Fields}. Draft 7, because the editors' YAML language server
 * completes that draft best.
 */
public final class Schema {

    private Schema() {}

    /** The schema, indented, with a line end at the end. */
    public static String text() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema()) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the schema could not be written to memory", e);
        }
    }

    static ObjectNode schema() {
        ObjectNode schema = Shapes.object()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "lbm ecosystem file")
                .put("description", "Apps that lbm keeps alive: docs/ecosystem.md.");
        ObjectNode definitions = Shapes.object();
        definitions.set("app", app());
        definitions.set("apps", apps());
        definitions.set("file", file());
        // A file may also be the list of apps, or one app, as in PM2; an empty one is completed as the usual form.
        schema.set("if", Shapes.type("array"));
        schema.set("then", ref("apps"));
        ObjectNode otherwise = schema.putObject("else");
        otherwise.set("if", hasScript());
        otherwise.set("then", ref("app"));
        otherwise.set("else", ref("file"));
        schema.set("definitions", definitions);
        return schema;
    }

    private static ObjectNode file() {
        ObjectNode file = Shapes.type("object");
        ObjectNode keys = file.putObject("properties");
        keys.set("apps", described(either(ref("apps"), ref("app")), "The apps."));
        keys.set("pm2", described(either(ref("apps"), ref("app")), "Same as `apps`."));
        keys.set("deploy", described(Shapes.type("object"), "PM2's deployment settings. " + NOT_YET));
        keys.set("static", described(Shapes.type("array"), "PM2's list of folders to serve. " + NOT_YET));
        file.putObject("patternProperties")
                .set("^x-", described(Shapes.object(), "Anything: a place for anchors (`x-common: &common {…}`)."));
        file.put("additionalProperties", false);
        return file.setAll(either(required("apps"), required("pm2")));
    }

    private static ObjectNode apps() {
        return Shapes.listOf(ref("app")).put("minItems", 1);
    }

    private static ObjectNode app() {
        ObjectNode app = table(Fields.APP);
        app.putObject("patternProperties")
                .set(
                        "^env_(?!file$).",
                        described(Variables.KIND.schema(), "Variables laid over `env` by `--env <name>`."));
        return app.setAll(hasScript());
    }

    /** A map with these fields and no others. */
    static ObjectNode table(List<Field<?>> fields) {
        ObjectNode table = Shapes.type("object");
        ObjectNode keys = table.putObject("properties");
        for (Field<?> field : fields) {
            keys.set(field.name(), described(field.kind().schema(), description(field)));
        }
        for (Field<?> field : fields) {
            field.aliases()
                    .forEach(alias ->
                            keys.set(alias, described(field.kind().schema(), "Same as `" + field.name() + "`.")));
        }
        return table.put("additionalProperties", false);
    }

    private static final String NOT_YET = "Not acted on yet.";

    private static String description(Field<?> field) {
        if (!field.actedOn()) {
            return field.description() + " It does nothing here: " + field.pm2() + ".";
        }
        return switch (field.fallback()) {
            case "" -> field.description();
            case Field.REQUIRED -> field.description() + " Required.";
            default -> field.description() + " Default: " + field.fallback() + ".";
        };
    }

    private static ObjectNode hasScript() {
        ArrayNode ways = Shapes.object().arrayNode();
        ways.add(required(Fields.SCRIPT.name()));
        Fields.SCRIPT.aliases().forEach(alias -> ways.add(required(alias)));
        ObjectNode either = Shapes.object();
        either.set("anyOf", ways);
        return either;
    }

    private static ObjectNode required(String key) {
        ObjectNode required = Shapes.object();
        required.putArray("required").add(key);
        return required;
    }

    private static ObjectNode either(ObjectNode... shapes) {
        return Shapes.either(shapes);
    }

    private static ObjectNode described(ObjectNode shape, String description) {
        return Shapes.object().put("description", description).setAll(shape);
    }

    private static ObjectNode ref(String definition) {
        return Shapes.object().put("$ref", "#/definitions/" + definition);
    }
}
