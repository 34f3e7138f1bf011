package lbm.worker.http;

import java.util.List;

/**
 * A request by which a worker warms its own pipeline. They are mostly pages and assets, in between everything else a client
 * may ask, so that no path is run for the first time by a customer.
 *
 * @param head whether the answer has no body
 * @param close whether the connection ends after it
 */
public record WarmUpRequest(String text, boolean head, boolean close) {

    private static final List<String> FIELDS = List.of(
            "Host: localhost",
            "User-Agent: lbm",
            "Accept: text/html,*/*;q=0.8",
            "Accept-Encoding: gzip, deflate, br",
            "Accept-Language: en");

    /** After so many requests a connection is closed and another one opened. */
    private static final int PER_CONNECTION = 50;

    /**
     * One of the requests of a warm-up.
     *
     * @param paths of files of the site, encoded
     * @param i which one, from 0
     */
    public static WarmUpRequest of(List<String> paths, int i) {
        String path = paths.get(i % paths.size());
        boolean close = i % PER_CONNECTION == PER_CONNECTION - 1;
        return switch (i % 10) {
            case 5 -> request("HEAD", path, "", close);
            case 6 -> request("GET", path, "If-Modified-Since: Fri, 31 Dec 2100 23:59:59 GMT\r\n", close);
            case 7 -> request("GET", path, "If-None-Match: \"none\", W/\"of these\"\r\n", close);
            case 8 -> request("GET", path, "Range: bytes=0-99\r\n", close);
            case 9 -> request("GET", oddity(i / 10), "", close);
            default -> request("GET", path, "", close);
        };
    }

    private static String oddity(int i) {
        return switch (i % 4) {
            case 0 -> "/deep/link/%C3%A4";
            case 1 -> "/missing.png";
            case 2 -> "/ready";
            default -> "/%2e%2e/outside";
        };
    }

    private static WarmUpRequest request(String method, String path, String field, boolean close) {
        String text = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", FIELDS) + "\r\n" + field
                + (close ? "Connection: close\r\n" : "") + "\r\n";
        return new WarmUpRequest(text, method.equals("HEAD"), close);
    }
}
