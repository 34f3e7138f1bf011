package lbm.worker.config;

import java.util.Optional;

/** One user's name and password (RFC 7617). */
public record BasicAuth(String username, String password) {

    static Optional<BasicAuth> of(Options serve) throws BadConfig {
        if (!serve.has("basic_auth") || serve.off("basic_auth")) {
            return Optional.empty();
        }
        Options options = serve.inside("basic_auth");
        BasicAuth login = new BasicAuth(options.needText("username"), options.needText("password"));
        if (login.username.indexOf(':') >= 0) {
            throw options.bad("username", "not a name: it contains a colon, after which a password begins (RFC 7617)");
        }
        return Optional.of(login);
    }

    @Override
    public String toString() {
        return "BasicAuth[username=" + username + "]";
    }
}
