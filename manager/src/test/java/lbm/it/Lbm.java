package lbm.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The installed {@code lbm} command with a home of its own for each test. Whatever the test does, afterwards no process
 * of that home is left; when it failed, the end of the manager's log is printed.
 *
 * <pre>
 * &#64;RegisterExtension
 * final Lbm lbm = new Lbm();
 * </pre>
 */
final class Lbm implements BeforeEachCallback, AfterEachCallback {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);
    private static final int LOG_TAIL = 12_000;

    private Home home = new Home(Path.of("/nonexistent"));
    private int runs;

    @Override
    public void beforeEach(ExtensionContext context) {
        home = Home.create();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> printLog(context.getDisplayName()));
        close();
    }

    Home home() {
        return home;
    }

    /** Runs {@code lbm arguments…} in {@link Home#work} and waits for its end. */
    Answer run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** The same with variables laid over the environment. */
    Answer run(Map<String, String> environment, String... arguments) {
        Running running = start(environment, arguments);
        try {
            if (!running.process().waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                running.process().destroyForcibly();
                throw new AssertionError("no end after " + COMMAND_LIMIT + ": " + running.answer(-1));
            }
            return running.answer(running.process().exitValue());
        } catch (InterruptedException e) {
            running.process().destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + running.answer(-1), e);
        }
    }

    /** Runs a command with a file as its standard input. */
    Answer runWithInput(Path input, String... arguments) {
        return start(Map.of(), input, arguments).waitAtMost(COMMAND_LIMIT);
    }

    /** Starts a command that the test ends itself, or lets run beside another. */
    Running start(Map<String, String> environment, String... arguments) {
        return start(environment, Path.of("/dev/null"), arguments);
    }

    private synchronized Running start(Map<String, String> environment, Path input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("lbm.root"), "scripts", "lbm")
                .normalize()
                .toString()));
        command.addAll(List.of(arguments));
        // Files, not pipes: a manager that kept them open would keep this test waiting for the end of a pipe.
        Path out = home.base().resolve("run-" + ++runs + ".out");
        Path err = home.base().resolve("run-" + runs + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.work().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LBM_") || name.endsWith("JAVA_OPTIONS"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("LBM_HOME", home.home().toString());
        // A home of a minute is not worth them.
        builder.environment().put("LBM_ARCHIVES", "0");
        builder.environment().putAll(environment);
        try {
            return new Running(List.of(arguments), builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the ecosystem file of this text and expects success. */
    Answer startFile(String yaml) {
        home.write("ecosystem.yaml", yaml);
        return run("start").expect(0);
    }

    /**
     * Starts an ecosystem file with a program that ends at once. A program that cannot say when it is ready is believed
     * after half a second, within which a busy machine may not even have run it: then it is started once more.
     *
     * @param lastWords of that program, by which its end is known
     */
    Answer failedStart(String yaml, String lastWords) {
        home.write("ecosystem.yaml", yaml);
        Answer answer = run("start");
        for (int again = 0; again < 5 && !answer.err().contains(lastWords); again++) {
            run("delete", "all").expect(0);
            answer = run("start");
        }
        return answer.expect(1);
    }

    /** {@code lbm jlist}, parsed. */
    JsonNode jlist() {
        return parse(run("jlist").expect(0).out());
    }

    /** {@code run/status.json}: what the manager last said of itself, without the cost of a command. */
    JsonNode status() {
        try {
            return parse(Files.readString(home.home().resolve("run/status.json")));
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Instances of one app in the status, by ascending id. */
    List<JsonNode> instances(String app) {
        return StreamSupport.stream(status().path("instances").spliterator(), false)
                .filter(instance -> instance.path("name").asText().equals(app))
                .toList();
    }

    /** The pids of the app's online instances, by ascending id. */
    List<Long> pids(String app) {
        return instances(app).stream()
                .filter(instance -> instance.path("status").asText().equals("online"))
                .map(instance -> instance.path("pid").asLong())
                .toList();
    }

    /** Whether so many instances are online and none of them in one of these processes: told by one look. */
    boolean online(String app, int count, Collection<Long> without) {
        List<Long> pids = pids(app);
        return pids.size() == count && pids.stream().noneMatch(without::contains);
    }

    long managerPid() {
        return status().path("pid").asLong();
    }

    /** Waits up to two minutes, in which a busy machine starts a JVM or two; on the way out says what was awaited and what the status was. */
    void await(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
    }

    /** Kills the manager and waits until it is gone. */
    long killManager() {
        long pid = managerPid();
        Os.signal("KILL", pid);
        await("manager " + pid + " is gone", () -> !Os.alive(pid));
        return pid;
    }

    /** Ends everything of this home: asked first, then by force. */
    void close() {
        if (Files.exists(home.home())) {
            start(Map.of(), "kill").waitAtMost(Duration.ofMinutes(1));
        }
        String mark = "LBM_HOME=" + home.home();
        await("nothing of " + home.home() + " is left", () -> {
            List<Long> left = Os.withEnvironment(mark);
            left.forEach(pid -> Os.signal("KILL", pid));
            return left.isEmpty();
        });
        home.delete();
    }

    private void printLog(String test) {
        System.out.println("---- " + test + " failed; status " + status());
        try {
            String log = Files.readString(home.home().resolve("lbm.log"));
            System.out.println("---- end of lbm.log\n" + log.substring(Math.max(0, log.length() - LOG_TAIL)));
        } catch (IOException e) {
            System.out.println("---- no lbm.log: " + e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }
}
