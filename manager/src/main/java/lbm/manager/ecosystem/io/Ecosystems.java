package lbm.manager.ecosystem.io;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import lbm.manager.ecosystem.Disk;
import lbm.manager.ecosystem.EcosystemImport;
import lbm.manager.ecosystem.EcosystemImport.Imported;
import lbm.manager.ecosystem.EcosystemInput;
import lbm.manager.ecosystem.EcosystemReader;
import lbm.manager.ecosystem.InlineApp;
import lbm.manager.ecosystem.Options;
import lbm.manager.ecosystem.Result;
import lbm.manager.ecosystem.ServeCommand;
import lbm.manager.ecosystem.SourceText;
import lbm.manager.ecosystem.io.EcosystemFiles.Read;

/** Ecosystem files read and checked against this machine. */
public final class Ecosystems {

    private Ecosystems() {}

    /** As {@link #load(Path, Optional, Path, Map)} with this process's environment. */
    public static Result load(Path file, Optional<String> env, Path home) {
        return load(file, env, home, System.getenv());
    }

    /**
     * Reads a file.
     *
     * @param env name given by {@code --env}
     * @param home LBM_HOME
     * @param environ of whoever asked: PATH, where interpreters are looked up, and HOME, for {@code ~}
     */
    public static Result load(Path file, Optional<String> env, Path home, Map<String, String> environ) {
        return load(file, Optional.empty(), env, home, environ);
    }

    /**
     * The same of a file that may be a program.
     *
     * @param exported what it exports, as JSON, when it is one
     */
    public static Result load(
            Path file, Optional<String> exported, Optional<String> env, Path home, Map<String, String> environ) {
        Read read = read(file, exported);
        if (read instanceof Read.Failure failure) {
            return Result.of(failure.problem());
        }
        return EcosystemReader.read(((Read.Text) read).source(), options(env, home, environ), disk(environ));
    }

    /** The same for a file that a client may have read or evaluated already. */
    public static Result load(EcosystemInput input, Optional<String> env, Path home, Map<String, String> environ) {
        return input.source()
                .map(text -> EcosystemReader.read(text, options(env, home, environ), disk(environ)))
                .orElseGet(() -> load(input.file().orElseThrow(), env, home, environ));
    }

    /** An app from the command line. */
    public static Result inline(InlineApp app, Path home, Map<String, String> environ) {
        return app.read(options(Optional.empty(), home, environ), disk(environ));
    }

    /**
     * A file of PM2's as YAML, checked as {@link #load} checks it.
     *
     * @param exported what the file exports, as JSON, when it is a program
     * @param folder where the YAML will be, absolute
     */
    public static Imported translate(
            Path file, Optional<String> exported, Path folder, Path home, Map<String, String> environ) {
        Read read = read(file, exported);
        if (read instanceof Read.Failure failure) {
            return new Imported("", Result.of(failure.problem()));
        }
        SourceText source = ((Read.Text) read).source();
        return EcosystemImport.of(source, folder, options(Optional.empty(), home, environ), disk(environ));
    }

    private static Read read(Path file, Optional<String> exported) {
        return exported.<Read>map(json -> new Read.Text(SourceText.exported(file, json)))
                .orElseGet(() -> EcosystemFiles.read(file));
    }

    /** The app of {@code lbm serve}; its root is absolute. */
    public static Result serve(ServeCommand.Site site, Path home) {
        Map<String, String> environ = System.getenv();
        return ServeCommand.read(site, options(Optional.empty(), home, environ), disk(environ));
    }

    private static Options options(Optional<String> env, Path home, Map<String, String> environ) {
        Path userHome = Path.of(environ.getOrDefault("HOME", System.getProperty("user.home", "/")));
        return new Options(
                env,
                Runtime.getRuntime().availableProcessors(),
                home.toAbsolutePath().normalize(),
                userHome);
    }

    static Disk disk(Map<String, String> environ) {
        return new RealDisk(environ.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
    }
}
