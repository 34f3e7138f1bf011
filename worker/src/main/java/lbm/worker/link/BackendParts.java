package lbm.worker.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.worker.link.Message.Backend;
import lbm.worker.link.Message.Backends;

/** A list of backends that may come in several lines, since one line has an end. Used by one thread. */
public final class BackendParts {

    /** In one line: with the longest of names that is two thirds of {@link MessageCodec#MAX_LINE}. */
    static final int MOST = 500;

    private final List<Backend> gathered = new ArrayList<>();

    /** The lines that tell a list, in their order. */
    public static List<Backends> of(List<Backend> list) {
        List<Backends> parts = new ArrayList<>();
        int from = 0;
        for (; list.size() - from > MOST; from += MOST) {
            parts.add(new Backends(List.copyOf(list.subList(from, from + MOST)), from, true));
        }
        parts.add(new Backends(List.copyOf(list.subList(from, list.size())), from, false));
        return parts;
    }

    /** Takes the next line; the list, when that was its last. One that begins ends what another manager had begun. */
    public Optional<List<Backend>> add(Backends part) {
        if (part.before() == 0) {
            gathered.clear();
        }
        gathered.addAll(part.list());
        if (part.more()) {
            return Optional.empty();
        }
        List<Backend> whole = List.copyOf(gathered);
        gathered.clear();
        return Optional.of(whole);
    }
}
