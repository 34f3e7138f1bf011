package lbm.manager.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.cli.JsonObject;
import lbm.manager.cli.NoManager;
import lbm.manager.cli.Survivor;
import lbm.manager.cli.Units;
import lbm.manager.service.io.Systemd;
import lbm.manager.service.io.Users;

/** Looks at the manager, its apps and the unit that starts it. */
final class ManagerChecks {
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");

    private final Context context;
    private final String version;

    /** The version of this command. */
    ManagerChecks(Context context, String version) {
        this.context = context;
        this.version = version;
    }

    /**
     * The looks, and what the others need to know.
     *
     * @param pid of the manager; 0: none answers
     */
    record Found(List<Finding> findings, long pid, Set<String> apps) {}

    Found look() {
        List<Finding> all = new ArrayList<>();
        long pid = 0;
        Set<String> apps = new HashSet<>();
        try {
            JsonObject ping = context.control().get("/ping").orFail();
            List<JsonObject> instances = context.control().get("/apps").orFail().objects("instances");
            pid = ping.number("pid");
            instances.forEach(it -> apps.add(it.text("name")));
            all.add(answers(ping));
            all.add(age(ping));
            all.add(errored(instances));
            all.add(ports(instances));
        } catch (NoManager nobody) {
            List<Survivor> left = Survivor.all(context.home());
            all.add(
                    left.isEmpty()
                            ? Finding.ok("manager", "none runs; `lbm start` starts one")
                            : Finding.bad(
                                    "manager",
                                    "none runs, and " + left.size() + " processes go on without one",
                                    "`lbm start all` starts one that takes them over"));
        } catch (Failure silent) {
            all.add(Finding.bad(
                    "manager", silent.line(), "see " + context.home().log()));
        }
        all.add(unit());
        return new Found(all, pid, apps);
    }

    private Finding answers(JsonObject ping) {
        String says = ping.text("version") + ", pid " + ping.text("pid") + ", up "
                + Units.duration(ping.number("uptimeMillis"));
        return ping.text("version").equals(version)
                ? Finding.ok("manager", says)
                : Finding.warn(
                        "manager", says + "; this command is " + version, "`lbm update` replaces it, apps go on");
    }

    private static Finding age(JsonObject ping) {
        Path jar = Path.of(System.getProperty("lbm.lib", ""), "lbm-manager.jar");
        try {
            Instant built = Files.getLastModifiedTime(jar).toInstant();
            boolean newer = built.isAfter(Instant.ofEpochMilli(ping.number("started")));
            return newer
                    ? Finding.warn(
                            "installation", "newer than the running manager", "`lbm update` replaces it, apps go on")
                    : Finding.ok("installation", jar.toString());
        } catch (IOException e) {
            return Finding.warn("installation", jar + " cannot be found", "build lbm again");
        }
    }

    private static Finding errored(List<JsonObject> instances) {
        List<String> names = instances.stream()
                .filter(it -> it.text("status").equals("errored"))
                .map(it -> it.text("name") + ":" + it.text("slot"))
                .toList();
        return names.isEmpty()
                ? Finding.ok("apps", instances.size() + " instances, none given up")
                : Finding.bad("apps", "given up: " + String.join(", ", names), "`lbm why` tells; then `lbm restart`");
    }

    private static Finding ports(List<JsonObject> instances) {
        Set<Integer> open =
                new HashSet<>(Proc.listening(Proc.text("/proc/net/tcp").orElse("")));
        open.addAll(Proc.listening(Proc.text("/proc/net/tcp6").orElse("")));
        Set<String> closed = new HashSet<>();
        Set<Integer> all = new HashSet<>();
        for (JsonObject instance : instances) {
            Matcher port = PORT.matcher(instance.text("address"));
            if (instance.text("status").equals("online") && port.find()) {
                int number = Integer.parseInt(port.group(1));
                all.add(number);
                if (!open.contains(number)) {
                    closed.add(instance.text("name") + " (" + number + ")");
                }
            }
        }
        return closed.isEmpty()
                ? Finding.ok("ports", all.isEmpty() ? "no app declares one" : "somebody listens on each of " + all)
                : Finding.bad("ports", "nobody listens for " + String.join(", ", closed), "see `lbm logs` of the app");
    }

    private static Finding unit() {
        Systemd systemd = new Systemd();
        if (!systemd.runs()) {
            return Finding.ok("systemd", "does not run here");
        }
        Path file = systemd.fileOf("lbm-" + Users.own() + ".service");
        return Files.exists(file)
                ? Finding.ok("systemd", file.toString())
                : Finding.warn(
                        "systemd", "no unit " + file, "`lbm startup` installs it, so that apps return after a boot");
    }
}
