package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.function.IntSupplier;
import lbm.worker.content.FieldLines;
import lbm.worker.http.Reply;
import lbm.worker.http.SecureRedirect;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;

/** On the plain listener everybody is sent to the secure one, save authorities that ask for a proof. First of all. */
final class RedirectRule implements Rule {

    private final int plainPort;
    private final IntSupplier securePort;

    RedirectRule(int plainPort, IntSupplier securePort) {
        this.plainPort = plainPort;
        this.securePort = securePort;
    }

    @Override
    public @Nullable Answer answer(HttpRequest request, Peer peer) {
        if (!isAt(peer.listener(), plainPort) || SecureRedirect.isChallenge(request.uri())) {
            return null;
        }
        Optional<String> location = SecureRedirect.location(
                request.headers().get(HttpHeaderNames.HOST), request.uri(), securePort.getAsInt());
        // Nothing of what the site says of itself: HSTS must not be said here (RFC 6797 §7.2).
        return location.map(it -> Answer.of(
                        new Reply(
                                Status.PERMANENT_REDIRECT,
                                FieldLines.of("Location", it),
                                "text/plain; charset=utf-8",
                                Status.PERMANENT_REDIRECT.text() + "\n"),
                        FieldLines.NONE))
                .orElseGet(() -> Answer.of(Reply.error(Status.BAD_REQUEST), FieldLines.NONE));
    }

    /** Whether a listener, {@code host:port}, is that of a port. */
    static boolean isAt(String listener, int port) {
        return listener.endsWith(":" + port);
    }
}
