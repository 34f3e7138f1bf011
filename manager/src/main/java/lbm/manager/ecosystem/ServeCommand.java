package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lbm.manager.ecosystem.Node.Entry;
import lbm.manager.ecosystem.Node.Form;
import lbm.manager.ecosystem.Node.Scalar;
import lbm.manager.ecosystem.Node.Table;

/** {@code lbm serve [path] [port] [--spa]}: an app without a file, put through the checks of the file. */
public final class ServeCommand {

    private ServeCommand() {}

    /**
     * The app, or why it cannot be.
     *
     * @param root folder of the site, absolute
     * @param name empty: {@code serve-<port>}
     */
    public static Result read(Path root, int port, boolean spa, Optional<String> name, Options options, Disk disk) {
        List<Entry> app = new ArrayList<>();
        app.add(text("script", ProgramReader.SERVE));
        name.ifPresent(n -> app.add(text("name", n)));
        app.add(scalar("port", Form.NUMBER, Integer.toString(port)));
        List<Entry> serve = List.of(text("root", root.toString()), scalar("spa", Form.BOOLEAN, Boolean.toString(spa)));
        app.add(new Entry("serve", Place.NOWHERE, table(serve)));
        SourceText source = new SourceText("lbm serve", Optional.empty(), root, "");
        return EcosystemReader.readApp(source, table(app), options, disk);
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
