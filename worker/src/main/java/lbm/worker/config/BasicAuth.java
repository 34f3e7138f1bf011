package lbm.worker.config;

import java.util.Optional;

/** One user's name and password (RFC 7617). */
public record BasicAuth(String username, String password) {

    static Optional<BasicAuth> of(Options serve) throws BadConfig {
        if (!serve.has("basic_auth") || serve.off("basic_auth")) {
            return Optional.empty();
        }
        Options options = serve.inside("basic_auth");
        return Optional.of(new BasicAuth(options.needText("username"), options.needText("password")));
    }

    @Override
    public String toString() {
        return "BasicAuth[username=" + username + "]";
    }
}
