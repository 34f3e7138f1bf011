package lbm.worker.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lbm.worker.config.AddressBlock;
import lbm.worker.config.Ip;
import org.jspecify.annotations.Nullable;

/**
 * Who asks behind proxies that are trusted, by {@code X-Forwarded-For} or else {@code Forwarded} (RFC 7239).
 *
 * <p>Each proxy adds the address it was asked from at the right. Read from there, the first address that is no trusted
 * proxy is the client's; what stands left of it was written by the client and is not looked at. When all are trusted, it
 * is the leftmost. A value that cannot be read on the way there makes the whole worthless: then nothing is known but the
 * socket's other end.
 */
public final class Forwarding {

    /** What the proxies say. */
    public record Client(Ip address, Optional<Boolean> secure) {}

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    private static final String FORWARDED = "Forwarded";

    private record Hop(Ip address, @Nullable String proto) {}

    private Forwarding() {}

    /**
     * What the header of a request says. Only to be asked when the socket's other end is trusted.
     *
     * @return empty: nothing, or nothing that can be read
     */
    public static Optional<Client> of(HttpHeaders headers, List<AddressBlock> trusted) {
        List<String> addresses = headers.getAll(FORWARDED_FOR);
        if (!addresses.isEmpty()) {
            String proto = last(headers.getAll(FORWARDED_PROTO));
            return client(parts(addresses, ',', false), trusted, text -> {
                Ip address = address(text.strip());
                return address == null ? null : new Hop(address, proto);
            });
        }
        List<String> elements = headers.getAll(FORWARDED);
        return elements.isEmpty()
                ? Optional.empty()
                : client(parts(elements, ',', true), trusted, element -> {
                    String node = parameter(element, "for");
                    Ip address = node == null ? null : address(node);
                    return address == null ? null : new Hop(address, parameter(element, "proto"));
                });
    }

    private interface Reader {
        @Nullable
        Hop read(String text);
    }

    private static Optional<Client> client(List<String> hops, List<AddressBlock> trusted, Reader reader) {
        Hop found = null;
        for (int i = hops.size() - 1; i >= 0; i--) {
            found = reader.read(hops.get(i));
            if (found == null) {
                return Optional.empty();
            }
            if (!AddressBlock.anyContains(trusted, found.address())) {
                break;
            }
        }
        return Optional.ofNullable(found).map(hop -> new Client(hop.address(), secure(hop.proto())));
    }

    private static Optional<Boolean> secure(@Nullable String proto) {
        if (proto == null) {
            return Optional.empty();
        }
        return switch (proto.strip().toLowerCase(Locale.ROOT)) {
            case "https", "wss" -> Optional.of(true);
            case "http", "ws" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** An address, with or without a port; IPv6 with a port, and in RFC 7239 always, stands in brackets. */
    static @Nullable Ip address(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 || !isPort(text.substring(end + 1)) ? null : Ip.parse(text.substring(1, end));
        }
        int colon = text.indexOf(':');
        boolean port = colon >= 0 && colon == text.lastIndexOf(':');
        if (!port) {
            return Ip.parse(text);
        }
        return isPort(text.substring(colon)) ? Ip.parse(text.substring(0, colon)) : null;
    }

    /** Nothing, or a colon and digits. */
    private static boolean isPort(String text) {
        if (text.isEmpty()) {
            return true;
        }
        if (text.length() < 2 || text.length() > 6 || text.charAt(0) != ':') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The value of a parameter of one element; null: there is none, or it is there twice. */
    private static @Nullable String parameter(String element, String name) {
        String found = null;
        for (String pair : parts(List.of(element), ';', true)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
                if (found != null) {
                    return null;
                }
                found = unquoted(pair.substring(equals + 1).strip());
            }
        }
        return found;
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return value;
        }
        return value.substring(1, value.length() - 1).replace("\\", "");
    }

    /**
     * Pieces of all lines in order; what stands in quotes is not cut. Quotes are paired from the right: one that a client
     * has left open must not swallow what a proxy has added.
     */
    private static List<String> parts(List<String> lines, char separator, boolean quotes) {
        List<String> parts = new ArrayList<>();
        for (int l = lines.size() - 1; l >= 0; l--) {
            String line = lines.get(l);
            int end = line.length();
            boolean quoted = false;
            for (int i = line.length() - 1; i >= 0; i--) {
                char c = line.charAt(i);
                if (c == '"' && quotes) {
                    quoted = !quoted;
                } else if (c == separator && !quoted) {
                    parts.add(line.substring(i + 1, end));
                    end = i;
                }
            }
            parts.add(line.substring(0, end));
        }
        Collections.reverse(parts);
        return parts;
    }

    /** What the nearest proxy said. */
    private static @Nullable String last(List<String> lines) {
        List<String> parts = parts(lines, ',', false);
        return parts.isEmpty() ? null : parts.get(parts.size() - 1);
    }
}
