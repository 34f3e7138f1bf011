package lbm.manager.history;

import java.util.Optional;
import lbm.manager.history.End.Kind;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Wanted;
import lbm.manager.process.Exit;

/**
 * Why a process ended, out of what the instance was about to do and what the kernel told.
 *
 * @param reason for the operator
 */
public record Cause(Kind kind, String reason) {

    private static final int SIGKILL = 9;

    /** Whether the kernel's OOM killer has been at work since the last end that was looked at. */
    public enum Oom {
        NO,
        /** On this machine: it may have been for somebody else. */
        MACHINE,
        /** In the cgroup that the manager and its programs share. */
        CGROUP
    }

    /**
     * The cause of an end.
     *
     * @param before the instance as it was when its process ended
     * @param after as it is since; empty when it is forgotten
     * @param how the end for people; more than {@code exit} tells when the app's own cgroup knows more
     * @param sender who sent a signal through lbm: {@code lbm sendSignal KILL}; empty when nobody did
     * @param asker who asked for what is going on with the app; empty when nobody did
     */
    public static Cause of(
            Instance before, Optional<Instance> after, Exit exit, String how, Oom oom, String sender, String asker) {
        return switch (before.state()) {
            case LAUNCHING, ONLINE -> unasked(before, after, exit, how, oom, sender);
            case DRAINING, STOPPING -> asked(before, how, asker);
            case STOPPED, WAITING, ERRORED -> new Cause(Kind.EXIT, how);
        };
    }

    private static Cause unasked(
            Instance before, Optional<Instance> after, Exit exit, String how, Oom oom, String sender) {
        String reason =
                after.map(Instance::reason).filter(told -> told.startsWith(how)).orElse(how);
        if (!how.startsWith(exit.describe())) {
            // Somebody who knows the app's own cgroup has spoken. Else it is the exit, perhaps with something added.
            return new Cause(Kind.OOM, reason);
        }
        if (!sender.isEmpty()) {
            return new Cause(Kind.KILLED, reason + ", sent by " + sender);
        }
        if (exit instanceof Exit.Signal signal && signal.number() == SIGKILL) {
            return switch (oom) {
                case CGROUP -> new Cause(Kind.OOM, reason + ": killed by the kernel for lack of memory (cgroup)");
                case MACHINE ->
                    new Cause(
                            Kind.OOM, reason + ": the kernel killed for lack of memory at that moment, most likely it");
                case NO ->
                    new Cause(
                            Kind.KILLED,
                            reason + ": sent by somebody else, not by lbm; perhaps the kernel's OOM killer");
            };
        }
        boolean clean = exit instanceof Exit.Code code && code.code() == 0;
        return new Cause(clean && before.wanted() == Wanted.UP ? Kind.EXIT : Kind.CRASH, reason);
    }

    private static Cause asked(Instance before, String how, String asker) {
        String why = before.reason();
        if (why.startsWith("not ready within")) {
            return new Cause(Kind.NOT_READY, why + ", " + how);
        }
        if (before.wanted() == Wanted.UP && !why.startsWith("restart")) {
            return new Cause(Kind.HUNG, why + ", " + how);
        }
        Kind kind = before.wanted() == Wanted.UP
                ? Kind.RESTART
                : why.startsWith("delete") ? Kind.DELETE : why.startsWith("stop") ? Kind.STOP : Kind.REPLACE;
        String who = asker.isEmpty() || byItself(why) ? "" : " by " + asker;
        return new Cause(kind, (why.isEmpty() ? kind.word() : why) + who + ", " + how);
    }

    /** Whether lbm did it of its own accord, for a file, a time or a limit, whoever asked for something before. */
    private static boolean byItself(String why) {
        return why.startsWith("changed: ") || why.startsWith("cron_restart ") || why.startsWith("memory ");
    }
}
