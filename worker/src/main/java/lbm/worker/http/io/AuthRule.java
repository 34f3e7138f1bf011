package lbm.worker.http.io;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import lbm.worker.content.FieldLines;
import lbm.worker.http.Credentials;
import lbm.worker.http.Reply;
import lbm.worker.http.Status;
import org.jspecify.annotations.Nullable;

/** Lets nobody through without name and password, save those who check a domain for a certificate (RFC 8555 §8.3). */
final class AuthRule implements Rule {

    private static final FieldLines CHALLENGE = FieldLines.of(
            "WWW-Authenticate", "Basic realm=\"Restricted\", charset=\"UTF-8\"", "Cache-Control", "no-store");

    private static final String ACME = "/.well-known/acme-challenge/";

    private final Credentials credentials;
    private final FieldLines common;

    AuthRule(Credentials credentials, FieldLines common) {
        this.credentials = credentials;
        this.common = common;
    }

    @Override
    public @Nullable Answer answer(HttpRequest request, Peer peer) {
        if (isChallenge(request.uri()) || credentials.accept(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            return null;
        }
        return Answer.of(Reply.error(Status.UNAUTHORIZED, CHALLENGE), common);
    }

    /** One name without anything that could lead elsewhere. */
    private static boolean isChallenge(String target) {
        if (!target.startsWith(ACME) || target.length() == ACME.length()) {
            return false;
        }
        for (int i = ACME.length(); i < target.length(); i++) {
            char c = target.charAt(i);
            boolean token = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!token && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }
}
