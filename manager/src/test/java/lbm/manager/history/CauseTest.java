package lbm.manager.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.history.Cause.Oom;
import lbm.manager.history.End.Kind;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Key;
import lbm.manager.process.Exit;
import lbm.manager.spec.Specs;
import org.junit.jupiter.api.Test;

class CauseTest {

    private static final Exit KILLED = new Exit.Signal(9, false);

    private final Instance online = Instance.fresh(new Key(0, 1), Specs.program(1), 0, 1)
            .start(0)
            .next()
            .spawned(0)
            .next();

    private static Cause of(Instance before, Exit exit, Oom oom, String sender, String asker) {
        return Cause.of(before, Optional.empty(), exit, exit.describe(), oom, sender, asker);
    }

    @Test
    void anExitThatNobodyAskedForIsACrashUnlessItsCodeIsZero() {
        Exit seven = new Exit.Code(7);
        Instance after = online.exited(2_000_000_000L, 7, "exit code 7").next();
        assertEquals(
                new Cause(Kind.CRASH, "exit code 7 after 2 s"),
                Cause.of(online, Optional.of(after), seven, "exit code 7", Oom.NO, "", ""));
        assertEquals(Kind.EXIT, of(online, new Exit.Code(0), Oom.NO, "", "").kind());
        assertEquals(
                Kind.CRASH,
                of(online, new Exit.Signal(11, true), Oom.MACHINE, "", "").kind());
    }

    @Test
    void sigkillFromNobodyOfUsIsTheKernelsIfItSaysSo() {
        Cause unknown = of(online, KILLED, Oom.NO, "", "");
        assertEquals(Kind.KILLED, unknown.kind());
        assertTrue(unknown.reason().contains("sent by somebody else, not by lbm"), unknown.reason());
        assertEquals(Kind.OOM, of(online, KILLED, Oom.MACHINE, "", "").kind());
        assertEquals(Kind.OOM, of(online, KILLED, Oom.CGROUP, "", "").kind());
        Cause sent = of(online, KILLED, Oom.CGROUP, "lbm sendSignal by ann", "");
        assertEquals(new Cause(Kind.KILLED, "SIGKILL, sent by lbm sendSignal by ann"), sent);
    }

    @Test
    void whatIsAddedToAnExitDoesNotMakeItLackOfMemory() {
        Exit one = new Exit.Code(1);
        String errno = "exit code 1, it said errno 98";
        assertEquals(new Cause(Kind.CRASH, errno), Cause.of(online, Optional.empty(), one, errno, Oom.NO, "", ""));
        String kernel = "killed by the kernel: memory_max 60.0 MB";
        assertEquals(new Cause(Kind.OOM, kernel), Cause.of(online, Optional.empty(), KILLED, kernel, Oom.NO, "", ""));
    }

    @Test
    void whatWasAskedForNamesWhoAsked() {
        Instance stopping = online.stop(0, false, "stop asked").next();
        assertEquals(new Cause(Kind.STOP, "stop asked by ann, SIGKILL"), of(stopping, KILLED, Oom.NO, "", "ann"));
        assertEquals(
                Kind.RESTART,
                of(online.restart(0, false, "restart asked").next(), KILLED, Oom.NO, "", "")
                        .kind());
        assertEquals(
                Kind.DELETE,
                of(online.retire(0, false, "delete asked").next(), KILLED, Oom.NO, "", "")
                        .kind());
        assertEquals(
                Kind.REPLACE,
                of(online.retire(0, false, "reloaded").next(), KILLED, Oom.NO, "", "")
                        .kind());
    }

    @Test
    void whatLbmDoesOfItsOwnAccordNamesNobody() {
        for (String why :
                List.of("changed: app.js", "cron_restart 0 3 * * *", "memory 60.0 MB over memory_max 50.0 MB")) {
            Instance leaving = online.retire(0, false, why).next();
            assertEquals(new Cause(Kind.REPLACE, why + ", SIGKILL"), of(leaving, KILLED, Oom.NO, "", "ann"));
        }
    }

    @Test
    void theLastTwentyEndsAndTenLinesAreKept() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lines.add("line " + i);
        }
        lines.add("x".repeat(10_000));
        Ends ends = Ends.NONE;
        for (int i = 0; i < 50; i++) {
            ends = ends.with(new End(i, Kind.CRASH, "why", "exit code 1", 5, 0, 0, 1, 99, lines));
        }
        assertEquals(20, ends.all().size());
        assertEquals(30, ends.all().get(0).time());
        assertEquals(10, ends.all().get(0).lines().size());
        assertEquals(501, ends.all().get(0).lines().get(9).length());
        assertEquals(Kind.OOM, Kind.of(Kind.OOM.word()));
    }
}
