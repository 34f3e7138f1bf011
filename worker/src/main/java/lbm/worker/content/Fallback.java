package lbm.worker.content;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When a path that names no file is a page of a single-page app. */
public final class Fallback {

    private Fallback() {}

    /**
     * A deep link has no extension in its last segment and is asked for by somebody who takes HTML. A missing asset is
     * no page: answering HTML for a script hides the mistake and breaks the client later.
     *
     * @param accept the request's {@code Accept}; null takes everything
     */
    public static boolean isDeepLink(Target.Path path, @Nullable String accept) {
        return path.name().indexOf('.') < 0 && takesHtml(accept);
    }

    private static boolean takesHtml(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return true;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].trim();
            boolean html = type.equals("text/html") || type.equals("text/*") || type.equals("*/*");
            if (html && !refused(parts)) {
                return true;
            }
        }
        return false;
    }

    private static boolean refused(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].trim().matches("q=0(\\.0*)?")) {
                return true;
            }
        }
        return false;
    }
}
