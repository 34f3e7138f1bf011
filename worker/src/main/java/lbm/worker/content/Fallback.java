package lbm.worker.content;

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
        return path.name().indexOf('.') < 0 && Accept.of(accept, "text", "html").granted();
    }
}
