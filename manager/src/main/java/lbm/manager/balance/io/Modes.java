package lbm.manager.balance.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may use what lies in LBM_HOME. */
public final class Modes {

    private Modes() {}

    /** 0600. */
    public static void ownerOnly(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
}
