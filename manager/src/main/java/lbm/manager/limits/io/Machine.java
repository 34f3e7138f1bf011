package lbm.manager.limits.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lbm.manager.limits.Account;
import lbm.manager.limits.Rights;

/** Who is known here and what this process may do. */
public final class Machine {

    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    private Machine() {}

    /**
     * Those of this process.
     *
     * @throws UncheckedIOException {@code /proc} is not mounted
     */
    public static Rights rights() {
        return Rights.of(read("/proc/self/status"), read("/proc/self/limits"), read("/proc/self/stat"));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a program of the system lies, whatever PATH an app has. */
    public static Optional<String> tool(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /**
     * A user by name or number; a number that nobody bears is a user without name.
     *
     * @throws IOException {@code no such user: …}
     */
    public static Account user(String wanted) throws IOException {
        Optional<Account> known = Account.find(lines("/etc/passwd"), wanted)
                .or(() -> Account.find(Directory.OF_THIS_MACHINE.find("passwd", wanted), wanted));
        if (known.isPresent()) {
            return known.get();
        }
        if (Account.isNumber(wanted)) {
            int uid = Integer.parseInt(wanted);
            return new Account(Optional.empty(), uid, uid, Optional.empty());
        }
        throw new IOException("no such user: " + wanted);
    }

    /**
     * The number of a group by name or number.
     *
     * @throws IOException {@code no such group: …}
     */
    public static int group(String wanted) throws IOException {
        if (Account.isNumber(wanted)) {
            return Integer.parseInt(wanted);
        }
        return Account.findGroup(lines("/etc/group"), wanted)
                .or(() -> Account.findGroup(Directory.OF_THIS_MACHINE.find("group", wanted), wanted))
                .orElseThrow(() -> new IOException("no such group: " + wanted));
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of(); // A system may keep its users elsewhere: getent(1) tells.
        }
    }
}
