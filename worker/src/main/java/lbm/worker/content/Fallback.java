package lbm.worker.content;

import org.jspecify.annotations.Nullable;

/** When a path that names no file is a page of a single-page app. */
public final class Fallback {

    private Fallback() {}

    /**
     * A deep link has no extension in its last segment and is asked for by somebody who takes HTML. A missing asset is
     * no page: answering HTML for a script hides the mistake and breaks the client later. Nor is what machines ask for
     * below {@code /.well-known} (RFC 8615), which may be open where the pages are not.
     *
     * @param accept the request's {@code Accept}; null takes everything
     */
    public static boolean isDeepLink(Target.Path path, @Nullable String accept) {
        boolean wellKnown = !path.segments().isEmpty() && path.segments().get(0).equals(".well-known");
        return !wellKnown
                && path.name().indexOf('.') < 0
                && Accept.of(accept, "text", "html").granted();
    }
}
