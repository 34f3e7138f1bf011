package lbm.worker.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the app's port speaks TLS.
 *
 * @param certificates the first one is shown to clients that name no host; the others by server name (RFC 6066 §3)
 * @param selfSigned whether a certificate for development is made; then {@code certificates} is empty
 * @param minimum {@code 1.2} or {@code 1.3}
 * @param http2 whether HTTP/2 is offered (RFC 7301)
 * @param redirectPort port of the plain listener that sends clients to this one
 * @param home folder of what the workers of the app share: the keys of session tickets, the certificate for development
 */
public record Tls(
        List<Certificate> certificates,
        boolean selfSigned,
        String minimum,
        boolean http2,
        Optional<Integer> redirectPort,
        Path home) {

    /**
     * A certificate and its key, both PEM (RFC 7468).
     *
     * @param chain the certificate, then those that vouch for it
     * @param key its private key
     */
    public record Certificate(Path chain, Path key) {}

    static Optional<Tls> of(Options serve) throws BadConfig {
        if (!serve.has("tls") || serve.off("tls")) {
            return Optional.empty();
        }
        Options options = serve.inside("tls");
        List<Certificate> certificates = new ArrayList<>();
        if (options.has("cert")) {
            certificates.add(certificate(options));
        }
        for (Options more : options.list("certificates")) {
            certificates.add(certificate(more));
        }
        boolean selfSigned = options.flag("self_signed", false);
        if (selfSigned && !certificates.isEmpty()) {
            throw options.bad("self_signed", "not for a site that has certificates");
        }
        if (!selfSigned && certificates.isEmpty()) {
            throw serve.bad("tls", "without a certificate: cert and key, or self_signed");
        }
        String minimum = options.text("min_version", "1.2");
        if (!minimum.equals("1.2") && !minimum.equals("1.3")) {
            throw options.bad("min_version", "neither 1.2 nor 1.3");
        }
        Optional<Integer> redirect = options.has("redirect_port")
                ? Optional.of(options.whole("redirect_port", 0, 1, 65_535))
                : Optional.empty();
        return Optional.of(new Tls(
                List.copyOf(certificates),
                selfSigned,
                minimum,
                options.flag("http2", true),
                redirect,
                options.needPath("home")));
    }

    private static Certificate certificate(Options options) throws BadConfig {
        return new Certificate(options.needPath("cert"), options.needPath("key"));
    }
}
