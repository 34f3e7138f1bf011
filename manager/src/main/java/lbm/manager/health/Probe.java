package lbm.manager.health;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import lbm.manager.spec.Check;

/** What is asked of one instance: a check of the file with the instance's own address filled in. */
public sealed interface Probe {

    /** As the operator would do it by hand: {@code GET http://127.0.0.1:3000/health}. */
    String describe();

    /**
     * Well with a status of 200 to 399; a redirect is not followed.
     *
     * @param host without brackets
     * @param path with the query; begins with {@code /}
     */
    record Http(boolean tls, String host, int port, String path) implements Probe {
        @Override
        public String describe() {
            return "GET " + (tls ? "https://" : "http://") + authority() + path;
        }

        /** {@code host:port}, with brackets around IPv6. */
        public String authority() {
            return Probe.authority(host, port);
        }
    }

    /** Well when the connection is taken. */
    record Tcp(String host, int port) implements Probe {
        @Override
        public String describe() {
            return "connect " + authority(host, port);
        }
    }

    /** Well with exit code 0. */
    record Command(List<String> argv) implements Probe {
        public Command {
            argv = List.copyOf(argv);
        }

        @Override
        public String describe() {
            return String.join(" ", argv);
        }
    }

    /**
     * The question of a check for one instance.
     *
     * @param host where the instance listens
     * @param port where the instance listens; empty: not known
     * @throws IllegalArgumentException the check's target cannot be asked: one line that says why
     */
    static Probe of(Check check, String host, OptionalInt port) {
        return switch (check.kind()) {
            case COMMAND -> new Command(check.command());
            case TCP -> tcp(check.target(), host, port);
            case HTTP -> http(check.target(), host, port);
        };
    }

    private static Probe tcp(String target, String host, OptionalInt own) {
        if (target.isEmpty()) {
            return new Tcp(host, own(target, own));
        }
        int colon = target.lastIndexOf(':');
        String where = colon < 0 ? host : bare(target.substring(0, colon));
        return new Tcp(where.isEmpty() ? host : where, port(target, target.substring(colon + 1)));
    }

    private static Probe http(String target, String host, OptionalInt own) {
        if (target.startsWith("/")) {
            return new Http(false, host, own(target, own), target);
        }
        URI uri;
        try {
            uri = new URI(target);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + target + "\" is no URL: " + e.getReason(), e);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("\"" + target + "\" is neither a path nor an http:// or https:// URL");
        }
        boolean tls = scheme.equals("https");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        return new Http(tls, bare(uri.getHost()), port, path + query);
    }

    private static int own(String target, OptionalInt own) {
        return own.orElseThrow(() -> new IllegalArgumentException("\"" + target
                + "\" needs the port of the instance, and the app has none: give it `port`, or a whole URL here"));
    }

    private static int port(String target, String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("\"" + target + "\" is neither a port nor host:port");
        }
        return port;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String authority(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
