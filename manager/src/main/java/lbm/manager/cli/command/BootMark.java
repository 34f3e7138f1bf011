package lbm.manager.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lbm.manager.cli.Failure;

/** A file that says in which boot of the machine something was done last. */
record BootMark(Path file) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    boolean isOfThisBoot() {
        try {
            return Files.readString(file).equals(Files.readString(BOOT_ID));
        } catch (IOException e) {
            return false; // Never done, or it cannot be told: once more harms nobody.
        }
    }

    void set() {
        try {
            Files.writeString(file, Files.readString(BOOT_ID));
        } catch (IOException e) {
            throw Failure.unwritable(file, e);
        }
    }
}
