package lbm.manager.ecosystem.io;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import lbm.manager.ecosystem.Disk;

/**
 * The machine's files.
 *
 * @param searchPath value of PATH
 */
record RealDisk(String searchPath) implements Disk {

    @Override
    public boolean isFolder(Path path) {
        return Files.isDirectory(path) && Files.isReadable(path) && Files.isExecutable(path);
    }

    @Override
    public boolean isFile(Path path) {
        return Files.isRegularFile(path) && Files.isReadable(path);
    }

    @Override
    public boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    @Override
    public Optional<Path> onPath(String name) {
        return Arrays.stream(searchPath.split(File.pathSeparator, -1))
                .map(folder -> in(folder, name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Path> in(String folder, String name) {
        try {
            // An empty or relative entry is read against the shell's folder; a manager has none worth searching.
            Path program = Path.of(folder).resolve(name);
            return program.isAbsolute() && isProgram(program) ? Optional.of(program) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
