package lbm.manager.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.install.Installation;
import lbm.manager.install.io.Installations;
import lbm.manager.service.Unit;
import lbm.manager.service.io.Systemd;
import lbm.manager.service.io.Users;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lbm startup}: the systemd unit of a user's manager. */
@Command(
        name = "startup",
        description = {
            "Have systemd start the manager, and the apps of a file, at boot.",
            "As root it installs the unit; otherwise it prints the unit and the command for root."
        },
        footerHeading = "%nExample:%n",
        footer = {"  sudo lbm startup /srv/site/ecosystem.yaml --user www", "  lbm startup --print"})
final class Startup extends Base {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Ecosystem file whose apps are started with the manager.")
    @Nullable
    String file;

    @Option(names = "--env", paramLabel = "NAME", description = "Start them with the variables of env_NAME.")
    @Nullable
    String env;

    @Option(names = "--user", paramLabel = "NAME", description = "Whose manager (default: yours).")
    @Nullable
    String user;

    @Option(names = "--print", description = "Only print the unit.")
    boolean print;

    Startup(Context context) {
        super(context);
    }

    @Override
    int run() {
        Systemd systemd = new Systemd();
        Unit unit = unit();
        boolean root = Users.own().equals("root");
        if (print || !root || !systemd.runs()) {
            context.out().print(unit.text());
            context.out().flush();
        }
        if (print) {
            return 0;
        }
        if (!systemd.runs()) {
            throw new Failure(
                    ExitCode.FAILED.code(),
                    "systemd does not run here (no /run/systemd/system): nothing installed",
                    List.of("the unit above belongs in " + systemd.fileOf(unit.name()) + " of a machine with systemd"));
        }
        if (!root) {
            context.err().println("lbm: nothing installed: that takes root. Run:");
            context.err().println("  " + asRoot(unit));
            return ExitCode.NO_PERMISSION.code();
        }
        try {
            systemd.install(unit);
        } catch (AccessDeniedException e) {
            throw new Failure(ExitCode.NO_PERMISSION, "no permission to write " + e.getFile());
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "the unit is not installed: " + e.getMessage());
        }
        context.out().println("installed " + systemd.fileOf(unit.name()) + " and enabled it for the next boot");
        context.out()
                .println("to start it now: systemctl start " + unit.name()
                        + " (end a manager that runs by hand first: lbm kill)");
        return 0;
    }

    private Unit unit() {
        String name = user == null ? Users.own() : user;
        Path home = Users.homeOf(name).orElseThrow(() -> new Failure(ExitCode.USAGE, "no such user: " + name));
        String set = context.environment().getOrDefault("LBM_HOME", "");
        Optional<Path> ecosystem = Optional.ofNullable(file)
                .flatMap(named -> Target.file(context, Optional.of(named)).file());
        if (env != null && ecosystem.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "--env chooses from an ecosystem file; name the file as well");
        }
        try {
            Installation installation = Installations.here(context.home().path());
            return new Unit(
                    name,
                    set.isEmpty() ? home.resolve(".lbm") : context.home().path(),
                    installation.root().resolve("scripts/lbm"),
                    installation.javaHome(),
                    context.environment().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
                    ecosystem,
                    Optional.ofNullable(env),
                    Systemd.knowsSubgroups());
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "lbm's own files cannot be read: " + e.getMessage());
        }
    }

    /** sudo clears the environment, so what the unit takes from it is named. */
    private String asRoot(Unit unit) {
        StringBuilder line = new StringBuilder("sudo env");
        line.append(" JAVA_HOME=").append(ManagerCommand.quoted(unit.javaHome().toString()));
        line.append(" PATH=").append(ManagerCommand.quoted(unit.searchPath()));
        line.append(" LBM_HOME=").append(ManagerCommand.quoted(unit.home().toString()));
        line.append(' ')
                .append(ManagerCommand.quoted(unit.command().toString()))
                .append(" startup");
        unit.ecosystem().ifPresent(path -> line.append(' ').append(ManagerCommand.quoted(path.toString())));
        unit.environmentName().ifPresent(name -> line.append(" --env ").append(ManagerCommand.quoted(name)));
        return line.append(" --user ").append(unit.user()).toString();
    }
}
