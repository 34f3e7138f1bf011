package lbm.manager.service.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The users of this machine, wherever they are kept. */
public final class Users {
    private static final int HOME = 5;
    private static final long PATIENCE_SECONDS = 10;

    private Users() {}

    /** Name of the user this process runs as. */
    public static String own() {
        return System.getProperty("user.name", "");
    }

    /** The home folder of a user; empty when there is no such user. */
    public static Optional<Path> homeOf(String user) {
        try {
            // getent asks LDAP and the like too; /etc/passwd alone would not know those users.
            Process process = new ProcessBuilder("getent", "passwd", user).start();
            String entry = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            String[] fields = entry.strip().split(":", -1);
            return fields.length > HOME && fields[0].equals(user)
                    ? Optional.of(Path.of(fields[HOME]))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
