package lbm.manager.ecosystem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * How many instances: {@code max} or 0 as many as processors, {@code -N} that many fewer, {@code N}.
 *
 * @param number as written; {@code max} is 0
 */
record Instances(int number) {

    /** More than this on one machine is a slip of the finger that would take the machine down. */
    static final int MOST = 1000;

    static final Kind<Instances> KIND = new ScalarKind<>(
            "a number of instances",
            "max, 0, -1 or a number up to " + MOST,
            s -> s.text().equals("max")
                    ? Optional.of(new Instances(0))
                    : Kinds.whole(s).filter(n -> Math.abs(n) <= MOST).map(n -> new Instances(n.intValue())),
            Instances::shape);

    private static ObjectNode shape() {
        ObjectNode max = Shapes.object();
        max.putArray("enum").add("max");
        return Shapes.either(max, Shapes.range(-MOST, MOST), Shapes.pattern("^-?\\d+$"));
    }

    /** At least 1. */
    int on(int processors) {
        return Math.max(1, number > 0 ? number : processors + number);
    }
}
