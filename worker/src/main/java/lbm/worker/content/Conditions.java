package lbm.worker.content;

import org.jspecify.annotations.Nullable;

/** The conditional and range fields of a request, as they came; null: not sent. */
public record Conditions(
        @Nullable String ifMatch,
        @Nullable String ifUnmodifiedSince,
        @Nullable String ifNoneMatch,
        @Nullable String ifModifiedSince,
        @Nullable String range,
        @Nullable String ifRange) {

    /** A plain request. */
    public static final Conditions NONE = new Conditions(null, null, null, null, null, null);
}
