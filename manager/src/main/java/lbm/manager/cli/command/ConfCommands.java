package lbm.manager.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lbm.manager.cli.Conf;
import lbm.manager.cli.Context;
import lbm.manager.cli.Failure;
import lbm.manager.control.Secrets;
import lbm.manager.spec.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of {@code conf.json}; none of them needs a manager. */
final class ConfCommands {
    private ConfCommands() {}

    /** What all of them do at the end, and what keys are. */
    private abstract static class OfConf extends Base {
        final Conf conf;

        OfConf(Context context) {
            super(context);
            this.conf = new Conf(context.home());
        }

        final void store(Map<String, String> values) {
            conf.set(values);
            values.forEach((key, value) -> {
                if (!Conf.KNOWN.contains(Conf.plain(key))) {
                    context.err()
                            .println("lbm: " + key + " is kept, but lbm acts only on "
                                    + String.join(
                                            ", ", Conf.KNOWN.stream().sorted().toList()));
                }
            });
        }

        final void show(String key) {
            String value = conf.get(key)
                    .orElseThrow(() -> new Failure(ExitCode.FAILED, "\"" + key + "\" is not set in " + conf.file()));
            context.out().println(value);
        }

        final void showAll(boolean secrets) {
            Map<String, String> all = conf.all();
            (secrets ? all : Secrets.hide(all))
                    .forEach((key, value) -> context.out().println(key + "=" + value));
        }
    }

    /** {@code lbm set}. */
    @Command(
            name = "set",
            description = {
                "Set a key of conf.json.",
                "lbm acts on autodump (true: save the list of apps after each change) and logs.lines (what `lbm logs`",
                "shows); other keys are kept for whoever reads them."
            },
            footerHeading = "%nExample:%n",
            footer = {"  lbm set autodump true"})
    static final class Put extends OfConf {
        @Parameters(index = "0", paramLabel = "KEY", description = "Name of the setting.")
        String key = "";

        @Parameters(index = "1", paramLabel = "VALUE", description = "Its value.")
        String value = "";

        Put(Context context) {
            super(context);
        }

        @Override
        int run() {
            store(Map.of(key, value));
            return 0;
        }
    }

    /** {@code lbm multiset}. */
    @Command(
            name = "multiset",
            description = "Set several keys of conf.json at once, all or none.",
            footerHeading = "%nExample:%n",
            footer = {"  lbm multiset \"autodump true logs.lines 50\""})
    static final class Several extends OfConf {
        @Parameters(arity = "1..*", paramLabel = "KEY VALUE …", description = "Keys and values by turns.")
        List<String> words = List.of();

        Several(Context context) {
            super(context);
        }

        @Override
        int run() {
            List<String> all = List.of(String.join(" ", words).strip().split("\\s+", -1));
            if (all.size() % 2 != 0) {
                throw new Failure(ExitCode.USAGE, "\"" + all.get(all.size() - 1) + "\" has no value");
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < all.size(); i += 2) {
                values.put(all.get(i), all.get(i + 1));
            }
            store(values);
            return 0;
        }
    }

    /** {@code lbm get}. */
    @Command(
            name = "get",
            description = "Print a key of conf.json, or all of them.",
            footerHeading = "%nExample:%n",
            footer = {"  lbm get autodump"})
    static final class Get extends OfConf {
        @Parameters(arity = "0..1", paramLabel = "KEY", description = "Name of the setting (default: all).")
        @Nullable
        String key;

        @Option(names = "--secrets", description = "Show the values of keys that look secret.")
        boolean secrets;

        Get(Context context) {
            super(context);
        }

        @Override
        int run() {
            if (key == null) {
                showAll(secrets);
            } else {
                show(key);
            }
            return 0;
        }
    }

    /** {@code lbm unset}. */
    @Command(
            name = "unset",
            description = "Take a key out of conf.json.",
            footerHeading = "%nExample:%n",
            footer = {"  lbm unset autodump"})
    static final class Unset extends OfConf {
        @Parameters(paramLabel = "KEY", description = "Name of the setting.")
        String key = "";

        Unset(Context context) {
            super(context);
        }

        @Override
        int run() {
            if (!conf.unset(key)) {
                throw new Failure(ExitCode.FAILED, "\"" + key + "\" is not set in " + conf.file());
            }
            return 0;
        }
    }

    /** {@code lbm conf}: {@code get} or {@code set}. */
    @Command(
            name = "conf",
            aliases = "config",
            description = "Print all settings, or one; or set one.",
            footerHeading = "%nExample:%n",
            footer = {"  lbm conf", "  lbm conf logs.lines 50"})
    static final class Either extends OfConf {
        @Parameters(index = "0", arity = "0..1", paramLabel = "KEY", description = "Name of the setting.")
        @Nullable
        String key;

        @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "Its new value.")
        @Nullable
        String value;

        Either(Context context) {
            super(context);
        }

        @Override
        int run() {
            if (key == null) {
                showAll(false);
            } else if (value == null) {
                show(key);
            } else {
                store(Map.of(key, value));
            }
            return 0;
        }
    }
}
