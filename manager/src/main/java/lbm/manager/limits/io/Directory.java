package lbm.manager.limits.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Users and groups that a directory service knows, asked by getent(1). What it said is remembered, so that the manager's
 * loop waits for it a moment at the first start of a process and never again: an old answer serves until there is a
 * newer one.
 */
final class Directory {

    static final Directory OF_THIS_MACHINE = new Directory("getent", Duration.ofMillis(500), Duration.ofMinutes(1));

    /** One that takes longer has no answer; until then what comes is remembered for the next try. */
    private static final long LONGEST_SECONDS = 10;

    private final String program;
    private final Duration patience;
    private final Duration fresh;
    private final Map<List<String>, Answer> known = new ConcurrentHashMap<>();
    private final Map<List<String>, CompletableFuture<List<String>>> asked = new ConcurrentHashMap<>();
    private final Executor asking = task -> {
        Thread thread = new Thread(task, "lbm-getent");
        thread.setDaemon(true);
        thread.start();
    };

    private record Answer(List<String> lines, long at) {}

    /**
     * A directory.
     *
     * @param patience how long {@link #find} waits for a first answer
     * @param fresh how long an answer is not asked for again
     */
    Directory(String program, Duration patience, Duration fresh) {
        this.program = program;
        this.patience = patience;
        this.fresh = fresh;
    }

    /** The lines of a database under a key; none when it is not known, or not yet. */
    List<String> find(String database, String key) {
        List<String> question = List.of(database, key);
        Answer last = known.get(question);
        if (last != null && System.nanoTime() - last.at() < fresh.toNanos()) {
            return last.lines();
        }
        CompletableFuture<List<String>> next =
                asked.computeIfAbsent(question, it -> CompletableFuture.supplyAsync(() -> ask(it), asking));
        return last == null ? awaited(next) : last.lines();
    }

    private List<String> awaited(CompletableFuture<List<String>> answer) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private List<String> ask(List<String> question) {
        List<String> lines = said(question);
        // Who is not there may come, and who was there may be out of reach for a while: neither is remembered.
        if (!lines.isEmpty()) {
            known.put(question, new Answer(lines, System.nanoTime()));
        }
        asked.remove(question);
        return lines;
    }

    private List<String> said(List<String> question) {
        try {
            Process process = new ProcessBuilder(program, "--", question.get(0), question.get(1))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // First its end, which a directory service may keep from it; what it says fits a pipe.
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of();
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return process.exitValue() == 0 ? said.lines().toList() : List.of();
        } catch (IOException e) {
            return List.of(); // Not on every system.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
