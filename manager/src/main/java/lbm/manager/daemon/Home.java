package lbm.manager.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import lbm.manager.spec.AppSpec.Listen;

/** {@code LBM_HOME} and what lies in it. */
public record Home(Path dir) {

    /** sun_path of unix(7) holds 108 bytes with the terminating zero. */
    private static final int LONGEST_SOCKET_PATH = 107;

    /** {@code $LBM_HOME}, else {@code ~/.lbm}. */
    public static Home of(Map<String, String> environment) {
        String given = environment.get("LBM_HOME");
        Path dir = given == null || given.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".lbm")
                : Path.of(given);
        return new Home(dir.toAbsolutePath().normalize());
    }

    /**
     * Makes the folders, for the owner only.
     *
     * @throws IOException one clear line
     */
    public void create() throws IOException {
        if (lane("255.255.255.255:65535").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                > LONGEST_SOCKET_PATH) {
            throw new IOException("LBM_HOME " + dir + " is too long: the path of a unix socket in it must stay within "
                    + LONGEST_SOCKET_PATH + " bytes");
        }
        Files.createDirectories(dir);
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(run());
        Files.createDirectories(logs());
        Files.createDirectories(dir.resolve("pids"));
    }

    Path run() {
        return dir.resolve("run");
    }

    Path control() {
        return dir.resolve("lbm.sock");
    }

    Path link() {
        return dir.resolve("link.sock");
    }

    /** The socket of a listener's lanes. */
    Path lane(String listener) {
        return dir.resolve("lane-" + listener.replaceAll("[^A-Za-z0-9.]+", "_") + ".sock");
    }

    Path lane(Listen listen) {
        return lane(listen.name());
    }

    Path pidFile() {
        return dir.resolve("manager.pid");
    }

    Path state() {
        return dir.resolve("state.json");
    }

    Path formerState() {
        return dir.resolve("state.json.1");
    }

    /** Why processes ended, a file for each app. */
    Path history() {
        return dir.resolve("history");
    }

    /** What {@code save} froze. */
    Path dump() {
        return dir.resolve("dump.json");
    }

    Path formerDump() {
        return dir.resolve("dump.json.1");
    }

    Path status() {
        return run().resolve("status.json");
    }

    Path logs() {
        return dir.resolve("logs");
    }

    /** What the workers of an app share, by kind. */
    Path shared(String app, String kind) {
        return run().resolve(plain(app) + "." + kind);
    }

    Path pid(String app, int id) {
        return dir.resolve("pids").resolve(plain(app) + "-" + id + ".pid");
    }

    private static String plain(String app) {
        return app.replaceAll("[^A-Za-z0-9.-]", "-");
    }
}
