package lbm.manager.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lbm.manager.control.Request;
import lbm.manager.ecosystem.EcosystemInput;
import lbm.manager.ecosystem.Result;
import lbm.manager.ecosystem.io.Ecosystems;
import lbm.manager.spec.AppSpec;

/** The ecosystem file of a request: {@code file}, {@code text}, or both. */
final class RequestFile {

    private RequestFile() {}

    static boolean brought(Request request) {
        return request.text("file").isPresent() || request.text("text").isPresent();
    }

    /** What it says; empty: the request brings none. */
    static Optional<Result> load(Request request, Home home) {
        if (!brought(request)) {
            return Optional.empty();
        }
        EcosystemInput input =
                new EcosystemInput(request.text("file").map(Path::of), request.text("text"), folder(request));
        return Optional.of(Ecosystems.load(input, request.text("env"), home.dir(), Starts.environ(request)));
    }

    /**
     * The apps of it that {@code --only} leaves, with their proxies; all when nothing is said of it.
     *
     * @throws NoSuchApp a name that no app of it has
     */
    static List<AppSpec> chosen(Request request, Result result) {
        List<String> only = request.texts("only");
        List<String> names = result.apps().stream().map(AppSpec::name).toList();
        only.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new NoSuchApp("the file has no app \"" + name + "\"; it has: " + String.join(", ", names));
        });
        return result.apps().stream()
                .filter(spec -> only.isEmpty() || Companions.meant(spec, only))
                .toList();
    }

    /** The client's folder. */
    static Path folder(Request request) {
        return Path.of(request.text("cwd").orElse("/"));
    }
}
