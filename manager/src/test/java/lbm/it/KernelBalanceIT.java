package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code balance: kernel}: workers accept by themselves while the manager lives. */
@Timeout(600)
class KernelBalanceIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    @Test
    void aSiteIsMovedToTheKernelsChoiceAndReloadedThereWithoutLoss() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2));
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 8, 4)) {
            traffic.awaitMore(100);
            Files.writeString(lbm.home().work().resolve("ecosystem.yaml"), Yaml.site(port, 2, "balance: kernel"));
            lbm.run("reload", "ecosystem.yaml").expect(0);
            traffic.awaitMore(200);
            lbm.run("reload", "site").expect(0);
            traffic.awaitMore(200);
            Files.writeString(lbm.home().work().resolve("ecosystem.yaml"), Yaml.site(port, 2));
            lbm.run("reload", "ecosystem.yaml").expect(0);
            traffic.awaitMore(200);
            Result result = traffic.stop("round_robin, kernel, kernel, round_robin");
            assertEquals(0, result.failed(), result::toString);
            assertEquals(0, result.closed(), result::toString);
        }
    }

    @Test
    void theManagerTakesNoConnectionAndItsDeathChangesNothing() throws Exception {
        int port = Os.freePort();
        lbm.startFile(Yaml.site(port, 2, "balance: kernel"));
        long manager = lbm.managerPid();
        try (Traffic traffic = Traffic.on(port, lbm.home().pages(), 4, 4)) {
            // Stopped, not killed: were it asked to accept, connections would wait for it.
            Os.signal("STOP", manager);
            traffic.awaitMore(300);
            Os.signal("CONT", manager);
            traffic.awaitMore(100);
            Os.signal("KILL", manager);
            traffic.awaitMore(300);
            Result result = traffic.stop("manager stopped, then killed");
            assertEquals(0, result.failed(), result::toString);
        }
    }
}
