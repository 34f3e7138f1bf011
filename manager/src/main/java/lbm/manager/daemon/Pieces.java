package lbm.manager.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Parts of a document that is written again and again while little of it changes: one of a thousand instances must not
 * cost what all of them do.
 *
 * @param <K> what a part is about
 */
final class Pieces<K> {

    static final ObjectMapper JSON = new ObjectMapper();

    private Map<K, Piece> known = new HashMap<>();
    private Map<K, Piece> used = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(Object facts, byte[] text) {}

    /**
     * The JSON of one part.
     *
     * @param facts what it is made of: while that is equal, so is the JSON
     */
    byte[] of(K about, Object facts, Supplier<JsonNode> make) {
        Piece piece = known.get(about);
        if (piece == null || !piece.facts().equals(facts)) {
            piece = new Piece(facts, bytes(make.get()));
        }
        used.put(about, piece);
        return piece.text();
    }

    /** A document is complete: parts that it no longer has are forgotten. */
    void done() {
        known = used;
        used = new HashMap<>(known.size() * 2);
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a JSON tree could not be written to memory", e);
        }
    }
}
