package lbm.manager.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lbm.manager.cli.Conf;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.JsonReader;

/** Looks at LBM_HOME: whose it is, and what lies about in it. */
final class HomeChecks {
    /** The longest socket's name in it; sun_path of unix(7) ends at 107 bytes. */
    private static final int LONGEST_PATH = 107 - "/lane-255.255.255.255_65535.sock".length();

    private final Context context;
    private final Path home;
    private final boolean managed;
    private final Set<String> apps;

    /** What the manager knows, when there is one. */
    HomeChecks(Context context, boolean managed, Set<String> apps) {
        this.context = context;
        this.home = context.home().path();
        this.managed = managed;
        this.apps = apps;
    }

    List<Finding> look() {
        if (!Files.exists(home)) {
            return List.of(Finding.ok("LBM_HOME", home + " is not there yet; the first start makes it"));
        }
        List<Finding> all = new ArrayList<>();
        all.add(folder());
        all.add(pathLength());
        all.add(sockets());
        all.add(pidFiles());
        all.add(dump());
        all.add(setAside());
        all.add(conf());
        return all;
    }

    private Finding folder() {
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(home));
            String owner = Files.getOwner(home).getName();
            String says = home + ", " + mode + " of " + owner;
            if (!Files.isDirectory(home) || !Files.isWritable(home)) {
                return Finding.bad("LBM_HOME", says + ", not a folder to write in", "set LBM_HOME to one of your own");
            }
            return mode.endsWith("------")
                    ? Finding.ok("LBM_HOME", says)
                    : Finding.warn("LBM_HOME", says, "others may look into it: chmod 700 " + home);
        } catch (IOException e) {
            return Finding.bad("LBM_HOME", home + ": " + e.getMessage(), "set LBM_HOME to a folder of your own");
        }
    }

    private Finding pathLength() {
        int length = home.toString().getBytes(StandardCharsets.UTF_8).length;
        return length > LONGEST_PATH
                ? Finding.bad(
                        "path",
                        length + " bytes",
                        "sockets in it need " + LONGEST_PATH + " or less: a shorter LBM_HOME")
                : Finding.ok("path", length + " bytes, at most " + LONGEST_PATH);
    }

    private Finding sockets() {
        boolean left = !managed && Files.exists(home.resolve("lbm.sock"));
        return left
                ? Finding.warn(
                        "sockets", "lbm.sock of a manager that is gone", "`lbm start` or `lbm resurrect` replaces it")
                : Finding.ok("sockets", managed ? "the manager's" : "none left");
    }

    private Finding pidFiles() {
        List<String> stale = new ArrayList<>();
        try (var files = Files.newDirectoryStream(home.resolve("pids"), "*.pid")) {
            for (Path file : files) {
                String pid = Files.readString(file).strip();
                if (!pid.matches("\\d{1,9}") || !Files.exists(Path.of("/proc", pid))) {
                    stale.add(String.valueOf(file.getFileName()));
                }
            }
        } catch (IOException e) {
            return Finding.ok("pid files", "none");
        }
        return stale.isEmpty()
                ? Finding.ok("pid files", "each has its process")
                : Finding.warn(
                        "pid files",
                        String.join(", ", stale) + " without a process",
                        "remove them from " + home + "/pids");
    }

    private Finding dump() {
        Path dump = home.resolve("dump.json");
        if (!Files.exists(dump)) {
            return apps.isEmpty()
                    ? Finding.ok("saved list", "none, and no app")
                    : Finding.ok("saved list", "none; `lbm save` makes one for `lbm resurrect`");
        }
        Set<String> saved = new TreeSet<>();
        try {
            for (JsonObject app : JsonReader.object(Files.readString(dump)).objects("apps")) {
                if (app.members().get("spec") instanceof JsonObject spec
                        && spec.members().get("declared") instanceof JsonObject declared) {
                    saved.add(declared.text("name"));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            return Finding.bad("saved list", dump + " cannot be read: " + e.getMessage(), "`lbm save` writes it anew");
        }
        if (!managed || saved.equals(apps)) {
            return Finding.ok("saved list", saved.size() + " apps");
        }
        return Finding.warn(
                "saved list",
                "it has " + saved + ", the manager has " + apps,
                "`lbm save`, if this is what shall return");
    }

    private Finding setAside() {
        Path bad = home.resolve("state.json.bad");
        return Files.exists(bad)
                ? Finding.warn("state", bad + " is a state that could not be read", "look at it, then remove it")
                : Finding.ok("state", "no damaged one was set aside");
    }

    private Finding conf() {
        try {
            return Finding.ok("settings", new Conf(context.home()).all().size() + " in conf.json");
        } catch (Failure e) {
            return Finding.bad("settings", e.line(), "mend or remove conf.json");
        }
    }
}
