package lbm.manager.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import lbm.manager.spec.Limits;

/**
 * The programs by which another one is started with other rights and limits. Each of them ends in exec(3), so the process
 * id and the start time are the program's own. What needs rights comes before they are given up.
 */
public final class Prefix {

    private final Rights rights;
    private final Function<String, Optional<String>> tools;

    /** @param tools where a program of that name lies; empty: it is not installed */
    public Prefix(Rights rights, Function<String, Optional<String>> tools) {
        this.rights = rights;
        this.tools = tools;
    }

    /**
     * The words to put before a command; none when it is started as the manager itself.
     *
     * @param user empty: the manager's own
     * @param group empty: the user's own
     * @param procs the file by which a process enters its control group
     * @throws IllegalArgumentException one line that says what does not go
     */
    public List<String> of(Limits limits, Optional<Account> user, Optional<Integer> group, Optional<String> procs) {
        List<String> words = new ArrayList<>();
        words.addAll(shell(limits.nofile(), procs));
        words.addAll(nice(limits.nice()));
        words.addAll(identity(user, group));
        return words;
    }

    /** What only a process can do to itself. */
    private List<String> shell(OptionalInt nofile, Optional<String> procs) {
        List<String> steps = new ArrayList<>();
        List<String> values = new ArrayList<>();
        procs.ifPresent(file -> {
            steps.add("echo $$ > \"$1\" && shift");
            values.add(file);
        });
        nofile.ifPresent(count -> {
            if (count > rights.nofile() && !rights.mayRaise()) {
                throw new IllegalArgumentException("nofile " + count + " is over the hard limit " + rights.nofile()
                        + " of the manager, which has no right to raise it");
            }
            steps.add("ulimit -n \"$1\" && shift");
            values.add(Integer.toString(count));
        });
        if (steps.isEmpty()) {
            return List.of();
        }
        steps.add("exec \"$@\"");
        List<String> words = new ArrayList<>(List.of(tool("sh", "limits"), "-c", String.join(" && ", steps), "lbm"));
        words.addAll(values);
        return words;
    }

    private List<String> nice(OptionalInt nice) {
        if (nice.isEmpty() || nice.getAsInt() == rights.nice()) {
            return List.of();
        }
        // nice(1) adds to what is inherited.
        int more = nice.getAsInt() - rights.nice();
        if (more < 0 && !rights.mayPrefer()) {
            throw new IllegalArgumentException(
                    "nice " + nice.getAsInt() + " is below the manager's own " + rights.nice() + ", which needs root");
        }
        return List.of(tool("nice", "nice"), "-n", Integer.toString(more));
    }

    private List<String> identity(Optional<Account> user, Optional<Integer> group) {
        int uid = user.map(Account::uid).orElse(rights.uid());
        int gid = group.or(() -> user.map(Account::group)).orElse(rights.gid());
        if (uid == rights.uid() && gid == rights.gid()) {
            return List.of();
        }
        String who = user.map(it -> "user " + it.name().orElse(Integer.toString(it.uid())))
                .orElse("group " + gid);
        if (!rights.maySwitch()) {
            throw new IllegalArgumentException(
                    who + ": only a manager of root may start programs as somebody else; this one has user id "
                            + rights.uid());
        }
        boolean named = user.flatMap(Account::name).isPresent();
        return List.of(
                tool("setpriv", who),
                "--reuid=" + uid,
                "--regid=" + gid,
                named ? "--init-groups" : "--clear-groups",
                "--");
    }

    private String tool(String name, String what) {
        return tools.apply(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(what + " needs the program " + name + ", which is not installed"));
    }
}
