package lbm.manager.ecosystem.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lbm.manager.ecosystem.Place;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.SourceText;
import lbm.manager.ecosystem.io.EcosystemFiles.Read;

/**
 * An ecosystem file that is a program ({@code ecosystem.config.js}): the machine's {@code node} runs it and says what it
 * exports. {@code module.exports} and {@code export default} may be the file's content, a promise of it or a function
 * that returns either.
 */
public final class ConfigScript {

    /** One that takes longer waits for something that a file of settings should not need. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For lines that are on their way when node has ended; a process it left behind may keep the pipe open. */
    private static final Duration LAST_WORDS = Duration.ofMillis(200);

    private static final int MOST_SAID = 64 * 1024;

    private final Path file;
    private final Duration patience;

    ConfigScript(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    /** Whether a file has to be run before it can be read. */
    public static boolean isOne(Path file) {
        return file.toString().matches(".*\\.[cm]?js");
    }

    /**
     * Runs the file.
     *
     * @param file absolute
     * @param environ of the caller: its PATH leads to node, and the file may look at the rest
     * @param cwd the caller's folder
     * @param said gets each line the file prints
     * @return what it exports as JSON, or the one reason why not
     */
    public static Read evaluate(Path file, Map<String, String> environ, Path cwd, Consumer<String> said) {
        return new ConfigScript(file, PATIENCE).run(environ, cwd, said);
    }

    Read run(Map<String, String> environ, Path cwd, Consumer<String> said) {
        Optional<Path> node = Ecosystems.disk(environ).onPath("node");
        if (node.isEmpty()) {
            return failure("is a program for node, which is not on PATH", "node, or an ecosystem.yaml");
        }
        try {
            Path result = Files.createTempFile("lbm-config", ".json");
            try {
                return run(node.get(), result, environ, cwd, said);
            } finally {
                Files.deleteIfExists(result);
            }
        } catch (IOException e) {
            return failure("could not be run: " + e.getMessage(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure("was interrupted", "");
        }
    }

    private Read run(Path node, Path result, Map<String, String> environ, Path cwd, Consumer<String> said)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                node.toString(),
                "--input-type=commonjs",
                "-",
                file.toString(),
                result.toString(),
                Integer.toString(EcosystemFiles.LARGEST));
        // The result has a file of its own: whatever the program prints, or what it starts prints, is not part of it.
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(cwd.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environ);
        Process process = builder.start();
        try (InputStream script =
                Objects.requireNonNull(ConfigScript.class.getResourceAsStream("/lbm/evaluate.cjs"), "evaluate.cjs")) {
            Thread reader = new Thread(() -> pass(process.getInputStream(), said), "config output");
            reader.setDaemon(true);
            reader.start();
            try (var in = process.getOutputStream()) {
                script.transferTo(in);
            }
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return failure("is not done after " + patience.toSeconds() + " s", "a file that only exports settings");
            }
            reader.join(LAST_WORDS.toMillis());
            return told(result, process.exitValue());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void pass(InputStream output, Consumer<String> said) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, UTF_8))) {
            int left = MOST_SAID;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                left -= line.length() + 1;
                if (left > 0) {
                    said.accept(line);
                }
            }
        } catch (IOException e) {
            // The process was ended while it spoke: there is no more to pass on.
            return;
        }
    }

    private Read told(Path result, int exit) throws IOException {
        String text;
        try (InputStream in = Files.newInputStream(result)) {
            text = new String(in.readNBytes(2 * EcosystemFiles.LARGEST), UTF_8);
        }
        String[] parts = text.split("\n", 4);
        return switch (parts[0]) {
            case "ok" -> new Read.Text(SourceText.exported(file, text.substring("ok\n".length())));
            case "thrown" ->
                new Read.Failure(new Problem(
                        name(), new Place(whole(parts[1]), whole(parts[2])), "", "", "throws " + parts[3], "", none()));
            case "unfit" ->
                new Read.Failure(new Problem(
                        name(), Place.NOWHERE, parts[1], "", "is " + parts[2], "what JSON can hold", none()));
            case "nothing" -> failure("exports nothing of use", "module.exports = {apps: […]}");
            case "large" -> failure("exports more than 1 MB", "the apps of an ecosystem file");
            default ->
                failure(
                        "ended before it exported anything (exit code " + exit + ")",
                        "module.exports that is there, or a promise that is kept");
        };
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private static int whole(String digits) {
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }

    private String name() {
        return String.valueOf(file.getFileName());
    }

    private Read failure(String wrong, String expected) {
        return new Read.Failure(new Problem(name(), Place.NOWHERE, "", "", wrong, expected, none()));
    }
}
