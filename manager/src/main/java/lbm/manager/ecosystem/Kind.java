package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a field may hold: how it is read and how a JSON Schema says the same. Both stand in one object so that neither
 * is changed alone.
 */
interface Kind<T> {

    /** The value; empty when it is wrong, which is then reported. */
    Optional<T> read(Value value, Report report);

    /** In a message and in the documentation: {@code 200M, 1G or a number of bytes}. */
    String expected();

    /** A fresh schema of the value. */
    ObjectNode schema();

    /** The fields of the map it is, or is a list of; none otherwise. */
    default List<Field<?>> inside() {
        return List.of();
    }

    /** Whether a written {@code null} is a value; elsewhere it is the same as leaving the field out. */
    default boolean takesNull() {
        return false;
    }
}
