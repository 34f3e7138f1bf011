package lbm.manager.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.cli.ControlClient.Reply;

/** What the read-only commands print, whichever road led here. */
public final class Reports {
    private final Context context;

    public Reports(Context context) {
        this.context = context;
    }

    /** The table of all instances. */
    public void list() {
        context.out().print(StatusTable.render(status(), context.terminal()));
    }

    /** PM2's {@code jlist}, as the manager gives it, ended by a newline. */
    public void jlist(boolean secrets) {
        context.out().println(instances(secrets));
    }

    /** The same, indented. */
    public void prettyList(boolean secrets) {
        context.out().println(JsonIndent.of(instances(secrets)));
    }

    private String instances(boolean secrets) {
        Reply reply = asked("/jlist" + (secrets ? "?secrets=true" : ""));
        if (!reply.ok()) {
            reply.orFail();
        }
        return reply.body().stripTrailing();
    }

    /** One line saying that the manager answers. */
    public void ping() {
        JsonObject status = status();
        context.out()
                .println("pong: manager " + status.text("pid") + " of "
                        + context.home().path());
    }

    /**
     * The status document: from the file when it is fresh, else from the manager.
     *
     * @throws Failure {@code NO_DAEMON} when there is none
     */
    public JsonObject status() {
        Optional<JsonObject> fresh = StatusFile.fresh(context.home().status(), System.currentTimeMillis());
        return fresh.isPresent() ? fresh.get() : asked("/apps").orFail();
    }

    /**
     * An answer of the manager.
     *
     * @param path below {@code /v1}
     * @throws NoManager when none runs, with what outlived the last one
     */
    public Reply asked(String path) {
        try {
            return context.control().get(path);
        } catch (NoManager nobody) {
            List<String> details = new ArrayList<>();
            for (Survivor survivor : Survivor.all(context.home())) {
                details.add("still running without a manager: " + survivor.name() + " " + survivor.id() + " (pid "
                        + survivor.pid() + ")");
            }
            if (!details.isEmpty()) {
                details.add("`lbm start` starts a manager that takes them over");
            }
            throw new NoManager(context.home().path(), details);
        }
    }
}
