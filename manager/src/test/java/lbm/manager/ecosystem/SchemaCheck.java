package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/** The part of JSON Schema (draft 7) that the ecosystem file's schema uses; an unknown keyword is an error. */
record SchemaCheck(JsonNode root) {

    boolean accepts(JsonNode value) {
        return accepts(root, value);
    }

    private boolean accepts(JsonNode schema, JsonNode value) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (!keyword(schema, keyword.getKey(), keyword.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private boolean keyword(JsonNode schema, String name, JsonNode says, JsonNode value) {
        return switch (name) {
            case "$schema", "title", "description", "definitions", "then", "else", "patternProperties", "properties" ->
                true;
            case "$ref" -> accepts(root.at(says.asText().substring(1)), value);
            case "if" -> accepts(accepts(says, value) ? schema.path("then") : schema.path("else"), value);
            case "anyOf" -> any(says, value);
            case "enum" -> contains(says, value);
            case "type" -> says.isArray() ? anyType(says, value) : type(says.asText(), value);
            case "pattern" ->
                !value.isTextual()
                        || Pattern.compile(says.asText())
                                .matcher(value.asText())
                                .find();
            case "minimum" -> !value.isNumber() || value.asDouble() >= says.asDouble();
            case "maximum" -> !value.isNumber() || value.asDouble() <= says.asDouble();
            case "minItems" -> !value.isArray() || value.size() >= says.asInt();
            case "required" -> !value.isObject() || value.has(says.get(0).asText());
            case "items" -> !value.isArray() || items(says, value);
            case "additionalProperties" -> !value.isObject() || properties(schema, says, value);
            default -> throw new IllegalArgumentException("keyword " + name);
        };
    }

    private boolean properties(JsonNode schema, JsonNode additional, JsonNode value) {
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonNode rule = schema.path("properties").path(entry.getKey());
            for (Map.Entry<String, JsonNode> pattern :
                    schema.path("patternProperties").properties()) {
                if (rule.isMissingNode()
                        && Pattern.compile(pattern.getKey())
                                .matcher(entry.getKey())
                                .find()) {
                    rule = pattern.getValue();
                }
            }
            if (!accepts(rule.isMissingNode() ? additional : rule, entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean items(JsonNode rule, JsonNode list) {
        for (JsonNode item : list) {
            if (!accepts(rule, item)) {
                return false;
            }
        }
        return true;
    }

    private boolean any(JsonNode rules, JsonNode value) {
        for (JsonNode rule : rules) {
            if (accepts(rule, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(JsonNode words, JsonNode value) {
        for (JsonNode word : words) {
            if (word.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyType(JsonNode types, JsonNode value) {
        for (JsonNode type : types) {
            if (type(type.asText(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean type(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException("type " + type);
        };
    }
}
