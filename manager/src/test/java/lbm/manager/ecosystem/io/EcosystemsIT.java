package lbm.manager.ecosystem.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import lbm.manager.ecosystem.Problem;
import lbm.manager.ecosystem.Result;
import lbm.manager.ecosystem.ServeCommand;
import lbm.manager.spec.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EcosystemsIT {

    private static final Path ROOT =
            Path.of(System.getProperty("lbm.root", "..")).toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void theShippedFileRunsAsItIs() {
        Result production = load(ROOT.resolve("ecosystem.yaml"), Optional.empty());
        assertEquals(List.of(), production.problems());
        assertEquals(List.of(), production.warnings());
        Program.Serve site = (Program.Serve) production.apps().get(0).program();
        assertEquals(ROOT.resolve("worker/site/dist"), site.root());
        assertEquals(8175, production.apps().get(0).listen().orElseThrow().port());
        Result staging = load(ROOT.resolve("ecosystem.yaml"), Optional.of("staging"));
        assertEquals(8176, staging.apps().get(0).listen().orElseThrow().port());
    }

    @Test
    void aFileThatCannotBeReadIsOneClearLine() throws IOException {
        Path latin = Files.writeString(folder.resolve("latin.yaml"), "name: ä", ISO_8859_1);
        Path large = Files.write(folder.resolve("large.yaml"), new byte[EcosystemFiles.LARGEST + 1]);
        Path script = Files.writeString(folder.resolve("site.config.js"), "module.exports = {}");
        assertEquals(latin + ": is not UTF-8 text; expected an ecosystem file", problem(latin));
        assertEquals(large + ": is larger than 1 MB; expected an ecosystem file", problem(large));
        assertEquals(
                script + ": is a program, not data; expected YAML or JSON, or beside it what the file exports",
                problem(script));
        assertEquals(
                folder.resolve("gone.yaml") + ": is not there; expected the path of an ecosystem file",
                problem(folder.resolve("gone.yaml")));
        assertEquals(folder + ": is a folder; expected a file", problem(folder));
        Files.writeString(folder.resolve("ecosystem.yml"), "");
        assertEquals(
                folder + ": is a folder; expected a file, such as " + folder.resolve("ecosystem.yml"), problem(folder));
        assertEquals("/dev/null: is not a regular file; expected a file", problem(Path.of("/dev/null")));
    }

    @Test
    void theStandardFileIsYamlBeforeJson() throws IOException {
        assertEquals(Optional.empty(), EcosystemFiles.standard(folder));
        Files.writeString(folder.resolve("ecosystem.json"), "{}");
        assertEquals(Optional.of(folder.resolve("ecosystem.json")), EcosystemFiles.standard(folder));
        Files.writeString(folder.resolve("ecosystem.yaml"), "");
        assertEquals(Optional.of(folder.resolve("ecosystem.yaml")), EcosystemFiles.standard(folder));
    }

    @Test
    void programsAreFoundOnThePathOfWhoAsked() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createFile(
                bin.resolve("tool"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createFile(bin.resolve("plain"));
        Path file = Files.writeString(
                folder.resolve("ecosystem.yaml"), "apps: [{script: tool, args: x}, {script: plain}, {script: ~/a}]");
        Result result = Ecosystems.load(
                file, Optional.empty(), folder, Map.of("PATH", "relative::" + bin, "HOME", folder.toString()));
        assertEquals(
                List.of(
                        "ecosystem.yaml:1:42: apps[1].script: \"plain\" is neither a file that can be read ("
                                + folder.resolve("plain")
                                + ") nor a program on PATH; expected serve, a file or a program",
                        "ecosystem.yaml:1:59: apps[2].script: \"~/a\" is neither a file that can be read ("
                                + folder.resolve("a") + ") nor a program on PATH; expected serve, a file or a program"),
                result.problems().stream().map(Problem::line).toList());
        Files.writeString(file, "apps: [{script: tool}]");
        assertEquals(
                new Program.Exec(bin.resolve("tool").toString(), List.of(), Optional.empty(), List.of()),
                Ecosystems.load(file, Optional.empty(), folder, Map.of("PATH", "" + bin))
                        .apps()
                        .get(0)
                        .program());
    }

    @Test
    void usersAndGroupsAreThoseOfTheMachine() {
        RealAccounts accounts = new RealAccounts();
        assertEquals(OptionalLong.of(0), accounts.user("root"));
        assertEquals(OptionalLong.of(0), accounts.group("root"));
        assertEquals(OptionalLong.empty(), accounts.user("no-such-user-here"));
        assertEquals(OptionalLong.empty(), accounts.user("*"));
        assertEquals(ProcessHandle.current().info().user(), Optional.of(name(accounts.self())));
    }

    private static String name(long uid) {
        try (var lines = Files.lines(Path.of("/etc/passwd"))) {
            return lines.map(line -> line.split(":", -1))
                    .filter(fields -> fields[2].equals(Long.toString(uid)))
                    .map(fields -> fields[0])
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFolderIsServedWithoutAFile() {
        Result result = Ecosystems.serve(new ServeCommand.Site(folder, 8080, false, Optional.of("it")), folder);
        assertEquals(List.of(), result.problems());
        assertEquals("it", result.apps().get(0).name());
        assertEquals(
                "lbm serve: serve.root: \"" + folder + "\" has no index.html that can be read (" + folder
                        + "/index.html); expected one, since spa answers deep links with it",
                Ecosystems.serve(new ServeCommand.Site(folder, 8080, true, Optional.empty()), folder)
                        .problems()
                        .get(0)
                        .line());
    }

    private Result load(Path file, Optional<String> env) {
        return Ecosystems.load(file, env, folder);
    }

    private String problem(Path file) {
        List<Problem> problems = load(file, Optional.empty()).problems();
        assertEquals(1, problems.size());
        return problems.get(0).line();
    }
}
