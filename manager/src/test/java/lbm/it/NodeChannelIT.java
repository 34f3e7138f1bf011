package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs of Node's that were written for PM2, unmodified: {@code process.send}, {@code process.on('message')}. */
class NodeChannelIT {

    private static final String APP = """
            process.on('message', m => {
              console.log('message ' + JSON.stringify(m));
              if (m === 'shutdown') { process.send({type: 'bye', data: 7}); setTimeout(() => process.exit(0), 50); }
            });
            process.on('disconnect', () => console.log('disconnected'));
            process.on('SIGINT', () => console.log('interrupted'));
            const kids = require('child_process').execSync('ls /proc/self/fd').toString().trim().split('\\n').length;
            console.log('child has ' + kids);
            """;

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aProgramSaysReadyAndEndsByMessageAlsoUnderTheNextManager() {
        lbm.home().write("app.js", APP + "setTimeout(() => process.send('ready'), 300);\n");
        lbm.startFile(
                "apps:\n  - {name: talk, script: ./app.js, wait_ready: true, listen_timeout: 60s, shutdown_with_message: true}\n");
        long pid = lbm.pids("talk").get(0);
        lbm.killManager();
        lbm.run("save").expect(0);
        lbm.await("adopted", () -> lbm.pids("talk").equals(List.of(pid)));
        assertTrue(Os.alive(pid), "the manager's death is no disconnect");
        lbm.run("stop", "talk").expect(0);
        lbm.await("it was asked by message", () -> out("talk").contains("message \"shutdown\""));
        String out = out("talk");
        assertFalse(out.contains("disconnected") || out.contains("interrupted"), out);
        // Its input and output, and the folder that ls itself opens.
        assertTrue(out.contains("child has 4\n"), out);
    }

    @Test
    void aProgramThatNeverSaysReadyHasNotStarted() {
        lbm.home().write("mute.js", "setInterval(() => {}, 1000);\n");
        lbm.home()
                .write(
                        "ecosystem.yaml",
                        "apps:\n  - {name: mute, script: ./mute.js, wait_ready: true, listen_timeout: 1s, max_restarts: 1}\n");
        Answer answer = lbm.run("start");
        assertEquals(1, answer.exit(), answer.toString());
        assertTrue(answer.err().contains("not ready within 1 s"), answer.toString());
    }

    @Test
    void aProgramThatDoesNotHeedTheMessageIsKilledInTime() {
        lbm.home().write("deaf.js", "process.on('message', () => {}); process.on('SIGINT', () => {});\n");
        lbm.startFile("apps:\n  - {name: deaf, script: ./deaf.js, shutdown_with_message: true, kill_timeout: 800ms}\n");
        long pid = lbm.pids("deaf").get(0);
        lbm.run("stop", "deaf").expect(0);
        assertFalse(Os.alive(pid));
    }

    @Test
    void aProgramThatFloodsItsChannelLosesItAndNothingElse() {
        lbm.home().write("flood.js", """
                        process.on('disconnect', () => console.log('disconnected'));
                        process.send('x'.repeat(2_000_000)); setInterval(() => {}, 1000);
                        """);
        lbm.startFile("apps:\n  - {name: flood, script: ./flood.js}\n");
        lbm.await("the channel is over", () -> out("flood").contains("disconnected"));
        long pid = lbm.pids("flood").get(0);
        assertTrue(Os.alive(pid));
        assertTrue(lbm.run("describe", "flood").expect(0).out().contains("closed"));
        lbm.run("stop", "flood").expect(0);
        assertFalse(Os.alive(pid));
    }

    private String out(String app) {
        return lbm.home().read("logs/" + app + "-out.log");
    }
}
