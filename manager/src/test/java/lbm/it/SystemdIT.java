package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lbm.manager.service.io.NotifySocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A manager as systemd starts it; {@code systemctl} is a script that tells of the job the test wants. */
@Timeout(600)
class SystemdIT {

    private static final String UNIT = "lbm-test.service";

    @RegisterExtension
    final Lbm lbm = new Lbm();

    private final Map<String, String> unit = new HashMap<>();
    private Path notifySocket = Path.of("/");
    private AutoCloseable listening = () -> {};

    @BeforeEach
    void prepare() {
        notifySocket = lbm.home().base().resolve("notify");
        unit.put("NOTIFY_SOCKET", notifySocket.toString());
        unit.put("WATCHDOG_USEC", "400000");
        unit.put("LBM_UNIT", UNIT);
        unit.put("PATH", lbm.home().work().resolve("bin") + ":" + System.getenv("PATH"));
        job("none");
    }

    @AfterEach
    void end() throws Exception {
        listening.close();
    }

    @Test
    void theManagerTellsSystemdHowItIs() {
        NotifyListener systemd = listen();
        Running manager = start();
        assertTrue(systemd.heard("STATUS=no app"), systemd::toString);
        quiet(2);
        lbm.await("the status line", () -> systemd.heard("STATUS=2 of 2 instances online"));
        long beats = systemd.count("WATCHDOG=1");
        lbm.await("a beat of the watchdog each 200 ms", () -> systemd.count("WATCHDOG=1") >= beats + 5);
        Os.signal("TERM", manager.process().pid());
        lbm.await("the manager has ended", () -> !manager.process().isAlive());
        lbm.await("it has told its end", () -> systemd.heard("STOPPING=1"));
    }

    @Test
    void aManagerThatStandsStillGivesNoBeat() throws InterruptedException {
        NotifyListener systemd = listen();
        Running manager = start();
        lbm.await("a beat", () -> systemd.count("WATCHDOG=1") > 1);
        Os.stop(manager.process().pid());
        long beats = beatsUntilNow(systemd, "first");
        Thread.sleep(1000);
        assertEquals(beats, beatsUntilNow(systemd, "second"));
        Os.signal("CONT", manager.process().pid());
        lbm.await("it goes on", () -> systemd.count("WATCHDOG=1") > beats);
    }

    /** Those that were sent before a word of ours, which comes behind them. */
    private long beatsUntilNow(NotifyListener systemd, String word) {
        NotifySocket.of(unit, ProcessHandle.current().pid()).status(word);
        lbm.await("our own word", () -> systemd.heard("STATUS=" + word));
        return systemd.count("WATCHDOG=1");
    }

    @Test
    void anUpdatedManagerIsReadyAgainInTheSameProcess() {
        NotifyListener systemd = listen();
        Running manager = start();
        quiet(1);
        lbm.run("update").expect(0);
        lbm.await("ready a second time", () -> systemd.count("READY=1") == 2);
        long beats = systemd.count("WATCHDOG=1");
        lbm.await("the watchdog goes on", () -> systemd.count("WATCHDOG=1") > beats + 2);
        assertEquals(manager.process().pid(), lbm.managerPid());
    }

    @Test
    void programsDoNotHearOfSystemd() throws Exception {
        listen();
        start();
        // Who asks may be a service itself.
        quiet(1, unit);
        String environment =
                Files.readString(Path.of("/proc/" + lbm.pids("quiet").get(0) + "/environ"));
        for (String name : List.of("WATCHDOG_USEC", "LBM_UNIT")) {
            assertFalse(environment.contains(name), environment);
        }
        // They have one, which is lbm's own.
        assertTrue(environment.contains("NOTIFY_SOCKET=" + lbm.home().home()), environment);
    }

    @Test
    void aRestartOfTheUnitKeepsThePrograms() {
        listen();
        Running manager = start();
        quiet(2);
        List<Long> programs = lbm.pids("quiet");
        job("restart");
        Os.signal("TERM", manager.process().pid());
        lbm.await("the manager has ended", () -> !manager.process().isAlive());
        assertTrue(programs.stream().allMatch(Os::alive), "programs " + programs);
        job("none");
        start();
        lbm.await("adopted", () -> lbm.pids("quiet").equals(programs));
    }

    @Test
    void aStopOfTheUnitEndsTheProgramsAndTheNextManagerStartsThem() {
        listen();
        Running manager = start();
        quiet(2);
        List<Long> programs = lbm.pids("quiet");
        job("stop");
        Os.signal("TERM", manager.process().pid());
        lbm.await("the manager has ended", () -> !manager.process().isAlive());
        assertTrue(programs.stream().noneMatch(Os::alive), "programs " + programs);
        lbm.run(unit, "service-stop", UNIT).expect(0);
        start();
        lbm.await("started again", () -> lbm.pids("quiet").size() == 2);
        assertTrue(lbm.pids("quiet").stream().noneMatch(programs::contains));
    }

    @Test
    void aStopThatFoundNoManagerEndsWhatIsLeftAndKeepsItInMind() {
        listen();
        start();
        quiet(2);
        List<Long> programs = lbm.pids("quiet");
        lbm.killManager();
        lbm.run(unit, "service-stop", UNIT).expect(0);
        assertTrue(programs.stream().allMatch(Os::alive), "a crash is no stop: " + programs);
        job("stop");
        lbm.run(unit, "service-stop", UNIT).expect(0);
        assertTrue(programs.stream().noneMatch(Os::alive), "programs " + programs);
        job("none");
        start();
        lbm.await("started again", () -> lbm.pids("quiet").size() == 2);
    }

    @Test
    void anEndingManagerStartsNothing() {
        listen();
        Running manager = start();
        lbm.home().script("stubborn.sh", "trap '' INT TERM", "touch deaf", "while [ ! -e enough ]; do sleep 0.2; done");
        lbm.startFile("apps:\n" + Yaml.program("stubborn", "stubborn.sh", "kill_timeout: 5m"));
        lbm.await("it hears no signal", () -> Files.exists(lbm.home().work().resolve("deaf")));
        Os.signal("TERM", manager.process().pid());
        lbm.await("it is ending", () -> ((NotifyListener) listening).heard("STOPPING=1"));
        Answer refused = lbm.run("start").expect(1);
        assertTrue(refused.err().contains("the manager is ending"), refused::toString);
        lbm.home().write("enough", "");
        lbm.await("the manager has ended", () -> !manager.process().isAlive());
        lbm.await(
                "nothing is left",
                () -> Os.withEnvironment("LBM_HOME=" + lbm.home().home()).isEmpty());
    }

    private NotifyListener listen() {
        NotifyListener listener = new NotifyListener(notifySocket);
        listening = listener;
        return listener;
    }

    /** Returns when systemd would go on: when the manager is ready. */
    private Running start() {
        NotifyListener systemd = (NotifyListener) listening;
        long before = systemd.count("READY=1");
        Running manager = lbm.start(unit, "daemon");
        lbm.await("READY=1", () -> systemd.count("READY=1") > before);
        lbm.run("ping").expect(0);
        return manager;
    }

    private void quiet(int instances) {
        quiet(instances, Map.of());
    }

    private void quiet(int instances, Map<String, String> environment) {
        lbm.home().script("quiet.sh", "exec sleep 1000");
        lbm.home().write("ecosystem.yaml", "apps:\n" + Yaml.program("quiet", "quiet.sh", "instances: " + instances));
        lbm.run(environment, "start").expect(0);
    }

    /** What {@code systemctl list-jobs} says from now on. */
    private void job(String type) {
        lbm.home()
                .script(
                        "bin/systemctl",
                        type.equals("none") ? "exit 0" : "echo ' 7 " + UNIT + " " + type + " running'");
    }
}
