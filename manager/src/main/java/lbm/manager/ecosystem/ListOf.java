package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Items;

/**
 * A list of one kind; one of that kind stands for a list of it.
 *
 * @param items {@code addresses}
 */
record ListOf<T>(String items, Kind<T> item) implements Kind<List<T>> {

    @Override
    public Optional<List<T>> read(Value value, Report report) {
        if (!(value.node() instanceof Items list)) {
            return item.read(value, report).map(List::of);
        }
        List<T> all = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            item.read(value.item(i, list.items().get(i)), report).ifPresent(all::add);
        }
        return Optional.of(all);
    }

    @Override
    public String expected() {
        return "a list of " + items + ", each " + item.expected();
    }

    @Override
    public ObjectNode schema() {
        return Shapes.either(item.schema(), Shapes.listOf(item.schema()));
    }

    @Override
    public List<Field<?>> inside() {
        return item.inside();
    }
}
