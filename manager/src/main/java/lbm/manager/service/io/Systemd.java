package lbm.manager.service.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lbm.manager.service.StopRequest;
import lbm.manager.service.Unit;

/** The systemd of this machine. */
public final class Systemd {
    private static final long PATIENCE_SECONDS = 30;

    /** Who asks while the machine goes down may find nobody to answer, and must not hold it up. */
    private static final long JOB_PATIENCE_SECONDS = 3;

    private final Path units;

    /** The one that reads {@code /etc/systemd/system}. */
    public Systemd() {
        this(Path.of("/etc/systemd/system"));
    }

    Systemd(Path units) {
        this.units = units;
    }

    /** Whether this machine was booted by systemd (the test {@code sd_booted(3)} makes). */
    public boolean runs() {
        return Files.isDirectory(Path.of("/run/systemd/system"));
    }

    /** Whether units may say {@code DelegateSubgroup=}; not, where there is no systemd to ask. */
    public static boolean knowsSubgroups() {
        try {
            return Unit.knowsSubgroups(systemctl("--version"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Where a unit's file lies or would lie. */
    public Path fileOf(String unit) {
        return units.resolve(unit);
    }

    /**
     * Writes the unit and has it started at each boot from now on; does not start it.
     *
     * @throws IOException when the file cannot be written, or with what systemctl said
     */
    public void install(Unit unit) throws IOException {
        Path file = fileOf(unit.name());
        Path beside = units.resolve("." + unit.name() + ".new");
        Files.writeString(beside, unit.text());
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        systemctl("daemon-reload");
        systemctl("enable", unit.name());
    }

    /**
     * Takes the unit away; a manager that runs under it goes on until it is stopped.
     *
     * @return false when there was none
     * @throws IOException with what systemctl said
     */
    public boolean remove(String unit) throws IOException {
        if (!Files.exists(fileOf(unit))) {
            return false;
        }
        systemctl("disable", unit);
        Files.delete(fileOf(unit));
        systemctl("daemon-reload");
        return true;
    }

    /** Why the unit's processes are told to end at this moment. Takes some 20 ms, 3 s at most. */
    public static StopRequest stopRequest(String unit) {
        try {
            return StopRequest.of(
                    run(JOB_PATIENCE_SECONDS, List.of("systemctl", "list-jobs", "--no-legend", "--plain", "--full")),
                    unit);
        } catch (IOException e) {
            // No bus at this point of a shutdown, or no systemctl at all.
            return StopRequest.NONE;
        }
    }

    private static String systemctl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        command.addAll(List.of(arguments));
        return run(PATIENCE_SECONDS, command);
    }

    private static String run(long patienceSeconds, List<String> command) throws IOException {
        Path output = Files.createTempFile("lbm-systemctl", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(patienceSeconds, TimeUnit.SECONDS);
            String said = Files.readString(output, StandardCharsets.UTF_8).strip();
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("`" + String.join(" ", command) + "` failed: " + said);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
