package lbm.manager.cli;

import java.nio.charset.StandardCharsets;

/** Values in a request's path or query. */
public final class Query {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private Query() {}

    /** Percent-encoded, also the slash and the space, so that it is good in a path segment and in a query alike. */
    public static String encoded(String value) {
        StringBuilder out = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && PLAIN.indexOf(octet) >= 0) {
                out.append((char) octet);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit((octet >> 4) & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(octet & 0xf, 16)));
            }
        }
        return out.toString();
    }
}
