package lbm.manager.ecosystem;

import java.util.Optional;
import java.util.regex.Pattern;

/** The address a site listens on: digits only, since looking up a name could wait for a network. */
final class Host {

    private static final String ANY = "0.0.0.0";
    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private Host() {}

    static String of(Settings settings, AppEnv env, Report report) {
        Optional<String> written = settings.get(Fields.HOST);
        Value at = settings.at(Fields.HOST);
        if (written.isEmpty()) {
            Optional<Value> variable = env.get("PM2_SERVE_HOST");
            if (variable.isEmpty()) {
                return ANY;
            }
            at = variable.get();
            written = Optional.of(Variables.text(at));
        }
        String host = written.get();
        if (host.equals("localhost")) {
            return "127.0.0.1";
        }
        if (!V4.matcher(host).matches() && !V6.matcher(host).matches()) {
            report.wrong(at, "is not an IP address", "e.g. 0.0.0.0, 127.0.0.1, localhost or ::");
        }
        return host;
    }
}
