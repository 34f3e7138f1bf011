package lbm.worker.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client can decode, by its {@code Accept-Encoding} (RFC 9110 §12.5.3). */
public final class AcceptEncoding {

    /** Weights are thousandths. */
    private static final int MOST = 1000;

    private AcceptEncoding() {}

    /**
     * The codings a client takes, those it wants most first; among equal wishes the server's order counts, and any
     * coding comes before none. Without the field, or with an empty one, that is {@link Coding#IDENTITY} alone: who does
     * not speak of codings often cannot decode them.
     *
     * @param field the field's value, several lines joined by commas; null: not sent
     * @param offered the server's order, without {@link Coding#IDENTITY}
     * @return empty when the client refuses everything that is offered, the plain bytes included
     */
    public static List<Coding> order(@Nullable String field, List<Coding> offered) {
        if (field == null || field.isBlank()) {
            return List.of(Coding.IDENTITY);
        }
        Map<Coding, Integer> weights = new EnumMap<>(Coding.class);
        int others = -1;
        for (String element : field.split(",", -1)) {
            String[] parts = element.split(";", -1);
            String name = parts[0].trim();
            int weight = weight(parts);
            if (weight < 0) {
                continue; // not to be read: as if it were not there
            }
            if (name.equals("*")) {
                others = others < 0 ? weight : others;
            } else {
                Optional<Coding> coding = Coding.of(name);
                // Said twice: the first counts.
                coding.ifPresent(it -> weights.putIfAbsent(it, weight));
            }
        }
        return order(weights, others, offered);
    }

    private static List<Coding> order(Map<Coding, Integer> weights, int others, List<Coding> offered) {
        List<Coding> order = new ArrayList<>(offered);
        order.removeIf(coding -> weights.getOrDefault(coding, others) <= 0);
        order.add(Coding.IDENTITY);
        // Sorting is stable, so the server's order stays among equals; unnamed plain bytes are taken, but last.
        order.sort(Comparator.comparing(coding -> -weights.getOrDefault(coding, Math.max(others, 0))));
        if (weights.getOrDefault(Coding.IDENTITY, others) == 0) {
            order.remove(Coding.IDENTITY);
        }
        return List.copyOf(order);
    }

    /** Thousandths; -1: neither nothing nor a weight (RFC 9110 §12.4.2). */
    private static int weight(String[] parts) {
        if (parts.length == 1) {
            return MOST;
        }
        String parameter = parts[1].trim();
        if (parts.length > 2 || parameter.length() < 3 || !parameter.regionMatches(true, 0, "q=", 0, 2)) {
            return -1;
        }
        return thousandths(parameter.substring(2));
    }

    /** {@code 0}, {@code 0.8}, {@code 1.000}: one digit, then at most three. */
    private static int thousandths(String text) {
        int weight = 0;
        int digit = MOST;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i == 1 && c == '.') {
                continue;
            }
            if (c < '0' || c > '9' || i == 1 || i > 4) {
                return -1;
            }
            weight += (c - '0') * digit;
            digit /= 10;
        }
        return weight > MOST ? -1 : weight;
    }
}
