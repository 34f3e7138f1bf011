package lbm.worker.content;

/**
 * A file as HTTP sees it (RFC 9110 §8).
 *
 * @param length bytes
 * @param contentType with charset where the type has one
 * @param etag quoted and strong: equal tags mean equal bytes
 * @param modified seconds since the epoch
 */
public record Representation(long length, String contentType, String etag, long modified, String cacheControl) {}
