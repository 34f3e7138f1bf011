package lbm.worker.content;

/**
 * The header fields of a representation that stay the same for as long as it does.
 *
 * @param notModified what 304 repeats (RFC 9110 §15.4.5)
 * @param part what every part of the file has in common
 * @param whole all fields of a whole answer, its length among them
 */
public record Heads(FieldLines notModified, FieldLines part, FieldLines whole) {

    /**
     * The fields of one representation.
     *
     * @param common fields of every answer of the site
     */
    public static Heads of(Representation file, FieldLines common) {
        FieldLines notModified = FieldLines.of(
                        "Cache-Control",
                        file.cacheControl(),
                        "ETag",
                        file.etag(),
                        "Last-Modified",
                        HttpDate.format(file.modified()))
                .and(common);
        FieldLines part = notModified.and(FieldLines.of("Content-Type", file.contentType(), "Accept-Ranges", "bytes"));
        FieldLines whole = part.and(FieldLines.of("Content-Length", Long.toString(file.length())));
        return new Heads(notModified, part, whole);
    }

    /** The same for a coding of the file; 304 does not repeat it. */
    public Heads in(Coding coding) {
        FieldLines encoding = FieldLines.of("Content-Encoding", coding.token());
        return new Heads(notModified, part.and(encoding), whole.and(encoding));
    }

    /** Bytes they take in memory, about. */
    public int size() {
        return notModified.bytes().length + part.bytes().length + whole.bytes().length;
    }
}
