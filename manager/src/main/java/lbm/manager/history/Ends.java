package lbm.manager.history;

import java.util.ArrayList;
import java.util.List;

/** The last ends of one app's processes, oldest first; bounded. */
public record Ends(List<End> all) {

    /** Kept of each app. */
    public static final int MOST = 20;

    public static final Ends NONE = new Ends(List.of());

    public Ends {
        all = List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    /** With one more, without the oldest when they were enough. */
    public Ends with(End end) {
        List<End> more = new ArrayList<>(all);
        more.add(end);
        return new Ends(more);
    }
}
