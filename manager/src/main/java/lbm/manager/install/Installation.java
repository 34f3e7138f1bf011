package lbm.manager.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One installed lbm and the JDK it runs on: from it follow the command lines of its programs.
 *
 * @param root the folder that holds {@code scripts/lbm}
 * @param lib the folder of the jars
 * @param jdk full version of the JDK ({@code 17.0.15+6-Debian-1deb12u1}), part of the names of archives
 * @param feature its feature version, {@code 17}
 * @param architecture {@code os.arch} of the JVM
 * @param jars file names in {@code lib}
 * @param archives the class archives that are there and newer than the jars
 * @param recording where the next started program records the classes it loads, a folder of its own in that of the
 *     rehearsal; empty in all but the rehearsal that makes archives
 */
public record Installation(
        Path root,
        Path lib,
        Path javaHome,
        String jdk,
        int feature,
        String architecture,
        List<String> jars,
        Map<Part, Path> archives,
        Optional<Path> recording) {

    /** System property by which a rehearsal tells the programs it starts where to record. */
    public static final String RECORDING = "lbm.recording";

    private static final int FIRST_WITH_WARNINGS = 24;

    public Installation {
        jars = List.copyOf(jars);
        archives = Map.copyOf(archives);
    }

    public ClassArchive archiveKind() {
        return ClassArchive.of(feature);
    }

    /** Command line of the manager daemon; it is told everything else by {@code LBM_HOME}. */
    public List<String> managerCommand() {
        return program(Part.MANAGER, managerSizing());
    }

    /**
     * Command line of a worker; it is told everything else by its environment.
     *
     * @param heapMegabytes cap of its heap
     */
    public List<String> workerCommand(int heapMegabytes) {
        return program(Part.WORKER, workerSizing(heapMegabytes));
    }

    /**
     * Command line of a JVM that runs the usual commands one after another, each program recording the classes it loads.
     *
     * @param folder where the first of them records; the others get folders beside it, each with one file named by
     *     {@link Part#label()}
     * @param ecosystem the file it starts
     */
    public List<String> rehearsalCommand(Path folder, Path ecosystem) {
        Installation recorded =
                new Installation(root, lib, javaHome, jdk, feature, architecture, jars, archives, Optional.of(folder));
        List<String> command = new ArrayList<>(recorded.jvm(Part.CLI, cliSizing(), recorded.sharing(Part.CLI)));
        command.add("lbm.manager.cli.Rehearsal");
        command.add(ecosystem.toString());
        return List.copyOf(command);
    }

    /** Command line that makes a program's archive from a recording; it never reaches the program's main method. */
    public List<String> archiveCommand(Part part, Path from, Path to) {
        List<String> sizing =
                switch (part) {
                    case CLI -> cliSizing();
                    case MANAGER -> managerSizing();
                    case WORKER -> workerSizing(64);
                };
        return jvm(part, sizing, archiveKind().make(from, to));
    }

    // The CLI keeps the JVM's own choice of collector: on 17 only G1 maps the archived heap objects (50 against 56 ms).
    private static List<String> cliSizing() {
        return List.of("-XX:TieredStopAtLevel=1");
    }

    // A young generation of 20 MB is filled before its first collection, so an idle manager would hold 17 MB of garbage
    // (measured 79 against 62 MB resident); what it allocates is small and dies at once. A pooled arena is 4 MB more.
    // C1 alone: the manager never carries traffic; without the optimiser it starts faster and stays smaller.
    private static List<String> managerSizing() {
        return List.of(
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Xms8m",
                "-Xmn3m",
                "-XX:TieredStopAtLevel=1",
                "-Xss512k",
                "-Dio.netty.allocator.type=unpooled");
    }

    // The optimiser stays on: C1 alone halves a worker's peak (measured 32,000 against 54,000-72,000 requests/s).
    private static List<String> workerSizing(int heapMegabytes) {
        return List.of(
                "-XX:+UseSerialGC",
                "-Xmx" + heapMegabytes + "m",
                "-Xms12m",
                "-Xmn6m",
                "-Xss512k",
                "-XX:ReservedCodeCacheSize=48m");
    }

    private List<String> program(Part part, List<String> sizing) {
        List<String> command = new ArrayList<>(jvm(part, sizing, sharing(part)));
        command.add(part.mainClass());
        return List.copyOf(command);
    }

    private List<String> sharing(Part part) {
        List<String> sharing = new ArrayList<>();
        if (recording.isPresent()) {
            sharing.addAll(archiveKind().record(recording.get().resolve(part.label())));
            // Passed on, so that the manager's workers record too.
            sharing.add("-D" + RECORDING + "=" + recording.get().getParent());
        } else {
            Optional.ofNullable(archives.get(part))
                    .ifPresent(archive -> sharing.addAll(archiveKind().use(archive)));
        }
        return sharing;
    }

    private List<String> jvm(Part part, List<String> sizing, List<String> sharing) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin/java").toString());
        command.addAll(sizing);
        command.add("-XX:-UsePerfData");
        // Archives at the address they were made for: relocating them costs 7 ms and a private copy of their pages.
        command.add("-XX:+UnlockDiagnosticVMOptions");
        command.add("-XX:ArchiveRelocationMode=0");
        command.addAll(sharing);
        // The JVM's own warnings go to stderr; by default an archive that does not fit would be told on stdout.
        command.add("-Xlog:disable");
        command.add("-Xlog:all=error:stderr");
        if (part != Part.CLI) {
            command.addAll(quiet());
        }
        command.add("-Dlbm.root=" + root);
        command.add("-Dlbm.lib=" + lib);
        command.add("-Dlbm.jdk=" + jdk);
        command.add("-cp");
        command.add(String.join(
                ":",
                part.classPath(jars, architecture).stream()
                        .map(jar -> lib.resolve(jar).toString())
                        .toList()));
        return command;
    }

    /** Netty and JNA use native code; without leave the JDKs from 24 on print warnings about it. */
    private List<String> quiet() {
        List<String> options = new ArrayList<>(List.of(
                "-Dio.netty.leakDetection.level=disabled",
                // Otherwise Netty walks all network interfaces for an id nobody reads.
                "-Dio.netty.machineId=02:00:00:00:00:01"));
        if (feature >= FIRST_WITH_WARNINGS) {
            options.add("--enable-native-access=ALL-UNNAMED");
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }
}
