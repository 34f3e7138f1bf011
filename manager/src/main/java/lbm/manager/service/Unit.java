package lbm.manager.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The systemd unit of one user's manager. Why each line is there is written in {@code docs/systemd.md}.
 *
 * @param user whose manager it is
 * @param home LBM_HOME
 * @param command absolute path of {@code scripts/lbm}
 * @param javaHome the JDK it runs on, so that an update of the default JDK is a decision
 * @param searchPath PATH of the manager, and so of the programs it starts
 * @param ecosystem the file whose apps are started with the manager
 * @param environmentName its {@code --env}
 * @param subgroups whether that systemd can start the manager in a group of its own: {@link #knowsSubgroups}
 */
public record Unit(
        String user,
        Path home,
        Path command,
        Path javaHome,
        String searchPath,
        Optional<Path> ecosystem,
        Optional<String> environmentName,
        boolean subgroups) {

    /** The first systemd that knows {@code DelegateSubgroup=}; an older one complains of it at each load. */
    private static final int SUBGROUPS_SINCE = 254;

    private static final Pattern VERSION = Pattern.compile("\\Asystemd (\\d{1,9})\\b");

    /** Whether a systemd knows {@code DelegateSubgroup=}, by what {@code systemctl --version} says of it. */
    public static boolean knowsSubgroups(String version) {
        Matcher number = VERSION.matcher(version);
        return number.find() && Integer.parseInt(number.group(1)) >= SUBGROUPS_SINCE;
    }

    /** File name: {@code lbm-<user>.service}. */
    public String name() {
        return "lbm-" + user + ".service";
    }

    /** The file's content. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by `lbm startup`; own settings belong in a drop-in: systemctl edit " + name());
        lines.add("[Unit]");
        lines.add("Description=lbm process manager of " + user);
        lines.add("Wants=network-online.target");
        lines.add("# The bus, so that the manager can still ask why it is to end when the machine goes down.");
        lines.add("After=network-online.target dbus.service");
        lines.add("# However often it fails: a manager that is not there cannot be right.");
        lines.add("StartLimitIntervalSec=0");
        lines.add("");
        lines.add("[Service]");
        lines.add("Type=notify");
        lines.add("NotifyAccess=main");
        lines.add("User=" + UnitText.literal(user));
        lines.add("Environment=" + UnitText.quoted(ServiceVariables.UNIT + "=" + name()));
        lines.add("Environment=" + UnitText.quoted("LBM_HOME=" + home));
        lines.add("Environment=" + UnitText.quoted("JAVA_HOME=" + javaHome));
        lines.add("Environment=" + UnitText.quoted("PATH=" + searchPath));
        lines.add("ExecStart=" + call("daemon"));
        lines.add("# Once a boot: what `lbm save` wrote down and is not there by itself.");
        lines.add("ExecStartPost=-" + call("resurrect") + " --boot");
        ecosystem.ifPresent(file -> {
            lines.add("# The minus: an app that does not get ready must not take the others down.");
            lines.add("ExecStartPost=-" + call("start") + " " + UnitText.argument(file.toString())
                    + environmentName
                            .map(name -> " --env " + UnitText.argument(name))
                            .orElse(""));
        });
        lines.add("ExecReload=" + call("reload") + " all");
        lines.add("# On stop the manager ends every app; on restart it leaves them to the next manager.");
        lines.add("KillMode=process");
        lines.add("KillSignal=SIGTERM");
        lines.add("# After a stop that found no manager able to do so: ends what is left. After a crash: nothing.");
        lines.add("ExecStopPost=-" + call("service-stop") + " " + UnitText.argument(name()));
        lines.add("# Programs with memory_max or cpu_max get control groups of their own beside the manager's.");
        lines.add("Delegate=yes");
        if (subgroups) {
            lines.add("DelegateSubgroup=lbm-manager");
        }
        lines.add("SuccessExitStatus=143");
        lines.add("Restart=always");
        lines.add("# 0: `lbm kill`, the operator wants it gone. 5: a manager outside of systemd holds LBM_HOME.");
        lines.add("RestartPreventExitStatus=0 5");
        lines.add("RestartSec=100ms");
        lines.add("WatchdogSec=30");
        lines.add("TimeoutStartSec=300");
        lines.add("TimeoutStopSec=90");
        lines.add("# One program killed for lack of memory is replaced; it does not end the others.");
        lines.add("OOMPolicy=continue");
        lines.add("LimitNOFILE=524288");
        lines.add("TasksMax=infinity");
        lines.addAll(hardening());
        lines.add("");
        lines.add("[Install]");
        lines.add("WantedBy=multi-user.target");
        return String.join("\n", lines) + "\n";
    }

    /** What takes nothing from the programs it runs; what could (a read-only /home, a private /tmp) is left out. */
    private List<String> hardening() {
        List<String> lines = new ArrayList<>(List.of(
                "ProtectClock=yes",
                "ProtectHostname=yes",
                "ProtectKernelLogs=yes",
                "ProtectKernelModules=yes",
                "ProtectKernelTunables=yes",
                "LockPersonality=yes",
                "RestrictRealtime=yes"));
        if (!user.equals("root")) {
            // Root's manager may start programs as other users, which these would forbid.
            lines.addAll(List.of("NoNewPrivileges=yes", "ProtectSystem=full", "RestrictSUIDSGID=yes"));
        }
        return lines;
    }

    private String call(String verb) {
        return UnitText.argument(command.toString()) + " " + verb;
    }
}
