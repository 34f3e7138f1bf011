package lbm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL as a supervised server: a migration and an app come after it, and it goes last. */
@Timeout(600)
class PostgresIT {

    @RegisterExtension
    final Lbm lbm = new Lbm();

    /** The newest that Debian's packages brought, else the one on the path. */
    private static String bin() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return "";
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.max(Comparator.naturalOrder()).map(it -> it + "/bin/").orElse("");
        }
    }

    @Test
    void aMigrationAndAnAppComeAfterTheDatabase() throws Exception {
        int port = Os.freePort();
        String bin = bin();
        // It refuses to run as root; whoever else runs this test is good enough.
        lbm.home()
                .script(
                        "db.sh",
                        "as=; [ \"$(id -u)\" = 0 ] && as='setpriv --reuid=65534 --regid=65534 --clear-groups'",
                        "if [ ! -e data ]; then",
                        "  mkdir data run && chmod 700 data",
                        "  [ -z \"$as\" ] || { chown 65534:65534 data run; chmod 755 .. .; }",
                        "  $as " + bin + "initdb -D data -A trust -U lbm --no-sync >&2 || exit 1",
                        "fi",
                        "exec $as " + bin + "postgres -D data -p " + port
                                + " -k \"$PWD/run\" -c listen_addresses=127.0.0.1 -c fsync=off");
        String connect = "-h 127.0.0.1 -p " + port + " -U lbm";
        lbm.home()
                .script(
                        "migrate.sh",
                        "exec psql " + connect + " -d postgres -v ON_ERROR_STOP=1 -c 'create table t(n int)'");
        lbm.home()
                .script(
                        "web.sh",
                        "psql " + connect + " -d postgres -c 'select count(*) from t' > counted || exit 1",
                        "exec sleep 1000");
        lbm.startFile("apps:\n"
                + Yaml.program("web", "web.sh", "depends_on: {migrate: completed}")
                + Yaml.program("migrate", "migrate.sh", "autorestart: false", "depends_on: db")
                + Yaml.program(
                        "db",
                        "db.sh",
                        "listen_timeout: 120s",
                        "kill_timeout: 20s",
                        "treekill: false",
                        "ready: {command: pg_isready " + connect + ", interval: 200ms}",
                        "alive: {command: pg_isready " + connect + ", interval: 500ms}"));
        assertEquals(1, lbm.pids("web").size(), () -> lbm.status().toString());
        assertTrue(lbm.instances("migrate").get(0).path("completed").asBoolean());
        assertEquals(0, lbm.instances("db").get(0).path("restarts").asInt());

        lbm.run("stop", "all").expect(0);
        lbm.run("start", "db").expect(0);
        assertEquals(1, lbm.pids("db").size());
    }
}
