package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;

/** {@code lbm serve [path] [port] [--spa] [--ftp]}: an app without a file, put through the checks of the file. */
public final class ServeCommand {

    private ServeCommand() {}

    /**
     * What was asked for.
     *
     * @param root folder of the site, absolute
     * @param listing whether a folder without index.html is a list of its files
     * @param name empty: {@code serve-<port>}
     * @param username empty, as the password: everybody may come in
     */
    public record Site(
            Path root,
            int port,
            boolean spa,
            boolean listing,
            Optional<String> name,
            Optional<String> username,
            Optional<String> password) {

        /** A site that everybody may see. */
        public Site(Path root, int port, boolean spa, Optional<String> name) {
            this(root, port, spa, false, name, Optional.empty(), Optional.empty());
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Site[" + root + ", port " + port + "]";
        }
    }

    /** The app, or why it cannot be. */
    public static Result read(Site site, Options options, Disk disk) {
        List<Entry> app = new ArrayList<>();
        app.add(text("script", ProgramReader.SERVE));
        site.name().ifPresent(n -> app.add(text("name", n)));
        app.add(scalar("port", Form.NUMBER, Integer.toString(site.port())));
        List<Entry> serve = new ArrayList<>(List.of(text("root", site.root().toString()), flag("spa", site.spa())));
        if (site.listing()) {
            serve.add(flag(SiteFields.LISTING.name(), true));
        }
        List<Entry> login = new ArrayList<>();
        site.username().ifPresent(it -> login.add(text("username", it)));
        site.password().ifPresent(it -> login.add(text("password", it)));
        if (!login.isEmpty()) {
            serve.add(new Entry(SiteFields.AUTH.name(), Place.NOWHERE, table(login)));
        }
        app.add(new Entry("serve", Place.NOWHERE, table(serve)));
        SourceText source = new SourceText("lbm serve", Optional.empty(), site.root(), "");
        return EcosystemReader.readApp(source, table(app), options, disk);
    }

    private static Entry flag(String key, boolean value) {
        return scalar(key, Form.BOOLEAN, Boolean.toString(value));
    }

    private static Table table(List<Entry> entries) {
        return new Table(Place.NOWHERE, entries, 1 + entries.size());
    }

    private static Entry text(String key, String value) {
        return scalar(key, Form.TEXT, value);
    }

    private static Entry scalar(String key, Form form, String value) {
        return new Entry(key, Place.NOWHERE, new Scalar(Place.NOWHERE, form, value));
    }
}
