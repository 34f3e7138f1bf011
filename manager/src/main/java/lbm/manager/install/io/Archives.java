package lbm.manager.install.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lbm.manager.install.Installation;
import lbm.manager.install.Part;

/**
 * Makes the class archives of CLI, manager and worker on the user's machine, once for each JDK and set of jars.
 *
 * <p>A rehearsal runs the three programs in an LBM_HOME of its own and records what they load; the archives are made
 * from that. All of it runs at the lowest priority, one rehearsal at a time on a machine, and is ended with this JVM.
 * Nothing depends on it: a failure is a line in the log, and the programs run without archives, only slower to start.
 */
public final class Archives {
    private final Path home;
    private final Consumer<String> log;

    /**
     * Archives for the installation of this JVM.
     *
     * @param home LBM_HOME
     * @param log takes a line at the end, or the reason why there is no archive
     */
    public Archives(Path home, Consumer<String> log) {
        this.home = home;
        this.log = log;
    }

    /** Makes what is missing or stale; takes seconds, so call it on a thread of its own. Never throws for a failure. */
    public void make() {
        try {
            Installation installation = Installations.here(home);
            if (installation.recording().isPresent()) {
                // We are the rehearsal.
                return;
            }
            Optional<Path> folder = Installations.archiveFolders(installation.lib(), home).stream()
                    .filter(Archives::usable)
                    .findFirst();
            if (folder.isEmpty()) {
                log.accept("no class archives: neither beside the jars nor in LBM_HOME can be written");
            } else if (!upToDate(installation, folder.get())) {
                alone(installation, folder.get());
            }
        } catch (IOException e) {
            log.accept("no class archives: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void alone(Installation installation, Path folder) throws IOException, InterruptedException {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && !upToDate(installation, folder)) {
                rehearse(installation, folder);
            }
        } catch (OverlappingFileLockException e) {
            // Another thread of this JVM is at it, which is as good.
            return;
        }
    }

    private void rehearse(Installation installation, Path folder) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int made = 0;
        try (Stage stage = Stage.set(home.resolve("run/rehearsal"))) {
            stage.run(installation.rehearsalCommand(stage.recording("first"), stage.ecosystem()));
            stage.awaitEnd();
            for (Part part : Part.values()) {
                made += archive(stage, installation, part, folder) ? 1 : 0;
            }
        }
        if (made == Part.values().length) {
            Files.writeString(keyFile(installation, folder), key(installation));
        }
        log.accept(made + " class archives made in " + (System.nanoTime() - begin) / 1_000_000 + " ms in " + folder);
    }

    private static boolean archive(Stage stage, Installation installation, Part part, Path folder)
            throws IOException, InterruptedException {
        Path fresh = stage.recording("made").resolve(part.label());
        for (Path recording : stage.recordingsOf(part.label())) {
            if (stage.succeeds(installation.archiveCommand(part, recording, fresh))) {
                Path archive = folder.resolve(installation.archiveKind().fileName(part, installation.jdk()));
                // Copied beside and renamed: LBM_HOME may be on another file system.
                Path beside = folder.resolve(archive.getFileName() + ".new");
                Files.move(fresh, beside, StandardCopyOption.REPLACE_EXISTING);
                Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE);
                return true;
            }
        }
        return false;
    }

    private static boolean upToDate(Installation installation, Path folder) throws IOException {
        Path file = keyFile(installation, folder);
        return Files.exists(file) && Files.readString(file).equals(key(installation));
    }

    private static Path keyFile(Installation installation, Path folder) {
        return folder.resolve(installation.jdk() + ".key");
    }

    /** Whatever makes an archive invalid: the JDK, and each jar's name, size and time. */
    private static String key(Installation installation) {
        return installation.javaHome()
                + "\n"
                + installation.jars().stream()
                        .map(jar -> installation.lib().resolve(jar).toFile())
                        .map(file -> file.getName() + " " + file.length() + " " + file.lastModified())
                        .collect(Collectors.joining("\n"));
    }

    private static boolean usable(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException e) {
            // A read-only installation is usual: the next place is in LBM_HOME.
            return false;
        }
    }
}
