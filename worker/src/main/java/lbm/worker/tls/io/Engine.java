package lbm.worker.tls.io;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which library does the work: BoringSSL where it can be loaded, else the JDK (docs/tls.md says why). */
final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private Engine() {}

    /** Loads it, which takes a moment. {@code -Dlbm.tls=jdk} keeps to the JDK. */
    static SslProvider load() {
        if (System.getProperty("lbm.tls", "").equals("jdk")) {
            return SslProvider.JDK;
        }
        if (OpenSsl.isAvailable()) {
            return SslProvider.OPENSSL_REFCNT;
        }
        Throwable cause = OpenSsl.unavailabilityCause();
        LOG.warn(
                "TLS by the JDK, which serves fewer requests and shares no tickets: {}",
                cause == null ? "no BoringSSL for this system" : cause.toString());
        return SslProvider.JDK;
    }
}
