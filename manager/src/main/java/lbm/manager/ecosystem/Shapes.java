package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The few forms of JSON Schema that the file needs. */
final class Shapes {

    private Shapes() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode type(String... types) {
        ObjectNode shape = object();
        if (types.length == 1) {
            return shape.put("type", types[0]);
        }
        ArrayNode names = shape.putArray("type");
        for (String type : types) {
            names.add(type);
        }
        return shape;
    }

    static ObjectNode pattern(String pattern) {
        return type("string").put("pattern", pattern);
    }

    static ObjectNode range(long least, long most) {
        ObjectNode shape = type("integer").put("minimum", least);
        return most == Long.MAX_VALUE ? shape : shape.put("maximum", most);
    }

    static ObjectNode words(Iterable<String> words) {
        ObjectNode shape = object();
        ArrayNode list = shape.putArray("enum");
        words.forEach(list::add);
        return shape;
    }

    static ObjectNode either(ObjectNode... shapes) {
        ObjectNode either = object();
        ArrayNode list = either.putArray("anyOf");
        for (ObjectNode shape : shapes) {
            list.add(shape);
        }
        return either;
    }

    static ObjectNode listOf(ObjectNode item) {
        ObjectNode list = type("array");
        list.set("items", item);
        return list;
    }
}
