package lbm.worker.http;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Names for requests: what a proxy has called one, if that is a name, else a new one. Not thread-safe. */
public final class RequestIds {

    private static final int LONGEST = 128;

    private final String prefix;
    private long next;

    /** New names begin with this number, so that those of two processes differ. */
    public RequestIds(long process) {
        this.prefix = HexFormat.of().toHexDigits(process) + "-";
    }

    /** The name of a request that came with this one. */
    public String of(@Nullable String said) {
        return said != null && isName(said) ? said : prefix + Long.toHexString(++next);
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && "-_.:/+=@".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
