package lbm.manager.ecosystem.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import lbm.manager.ecosystem.Accounts;

/** Users and groups as passwd(5) and group(5) have them, and behind them what nsswitch.conf(5) names. */
final class RealAccounts implements Accounts {

    private static final int ID = 2;

    /** A directory service that does not answer must not hold up the manager for longer. */
    private static final long PATIENCE_MILLIS = 1000;

    private static final long FRESH_NANOS = 10_000_000_000L;

    private static final Map<String, Said> SAID = new ConcurrentHashMap<>();

    private record Said(OptionalLong number, long at) {}

    private static final Path SWITCH = Path.of("/etc/nsswitch.conf");

    @Override
    public OptionalLong user(String name) {
        return number("passwd", name);
    }

    @Override
    public OptionalLong group(String name) {
        return number("group", name);
    }

    @Override
    public long self() {
        return own("unix:uid");
    }

    @Override
    public long ownGroup() {
        return own("unix:gid");
    }

    private static long own(String attribute) {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), attribute)).longValue();
        } catch (IOException e) {
            // Without /proc nothing else of lbm works either; nobody in particular is the safe answer.
            return -1;
        }
    }

    private static OptionalLong number(String table, String name) {
        try {
            OptionalLong local = Files.readAllLines(Path.of("/etc", table), StandardCharsets.ISO_8859_1).stream()
                    .map(line -> entry(line, name))
                    .flatMapToLong(OptionalLong::stream)
                    .findFirst();
            return local.isPresent() || !elsewhere(table) ? local : remembered(table, name);
        } catch (IOException e) {
            return remembered(table, name);
        }
    }

    private static OptionalLong entry(String line, String name) {
        String[] fields = line.split(":", -1);
        return fields.length > ID && fields[0].equals(name) && fields[ID].matches("\\d{1,10}")
                ? OptionalLong.of(Long.parseLong(fields[ID]))
                : OptionalLong.empty();
    }

    /** Whether there is more to ask than the file: only then is it worth a process. */
    private static boolean elsewhere(String table) {
        try {
            return Files.readAllLines(SWITCH, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(table + ":"))
                    .anyMatch(
                            line -> !line.substring(table.length() + 1).strip().equals("files"));
        } catch (IOException e) {
            return false;
        }
    }

    /** All apps of a file may name one user: a directory that is out of reach must not hold up the manager for each. */
    private static OptionalLong remembered(String table, String name) {
        Said last = SAID.get(table + ":" + name);
        if (last != null && System.nanoTime() - last.at() < FRESH_NANOS) {
            return last.number();
        }
        OptionalLong number = asked(table, name);
        SAID.put(table + ":" + name, new Said(number, System.nanoTime()));
        return number;
    }

    private static OptionalLong asked(String table, String name) {
        try {
            Process process = new ProcessBuilder("getent", table, name).start();
            if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return OptionalLong.empty();
            }
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return entry(line.strip(), name);
        } catch (IOException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
