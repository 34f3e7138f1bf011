package lbm.worker.tls;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which certificate a client is shown (RFC 6066 §3): the one for its name, else one with a wildcard, else the first. */
public final class ServerNames {

    private final Map<String, Integer> byName = new HashMap<>();

    /**
     * An index of certificates by their names.
     *
     * @param names of each certificate, in the order of the file; the earlier one wins
     */
    public ServerNames(List<List<String>> names) {
        for (int i = 0; i < names.size(); i++) {
            for (String name : names.get(i)) {
                byName.putIfAbsent(name, i);
            }
        }
    }

    /** Index of the certificate for a name; null: the client named none. */
    public int choose(@Nullable String name) {
        if (name == null) {
            return 0;
        }
        String asked = name.toLowerCase(Locale.ROOT);
        if (asked.endsWith(".")) {
            asked = asked.substring(0, asked.length() - 1);
        }
        Integer exact = byName.get(asked);
        if (exact != null) {
            return exact;
        }
        // RFC 6125 §6.4.3: a wildcard stands for one whole label.
        int dot = asked.indexOf('.');
        Integer wild = dot < 0 ? null : byName.get("*" + asked.substring(dot));
        return wild == null ? 0 : wild;
    }
}
