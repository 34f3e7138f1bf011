package lbm.manager.ecosystem;

import java.util.Optional;

/**
 * The port of an app. {@code PORT} of the chosen {@code env_<name>} wins over {@code port:}, which wins over
 * {@code env.PORT}: the more particular word decides, so that {@code --env staging} moves an app that has both.
 *
 * @param at where it stands
 */
record Port(int number, Value at) {

    /** What a site listens on when nobody says: PM2's. */
    static final int SERVE_DEFAULT = 8080;

    private static final Kind<Integer> KIND = Kinds.whole(1, 65535);

    /**
     * Empty when no port is declared.
     *
     * @param shared whether lbm opens the port for a program; of other programs PORT in env is only what it says: a
     *     variable
     */
    static Optional<Port> of(Settings settings, AppEnv env, boolean serve, boolean shared, Report report) {
        Optional<Value> chosen = Optional.ofNullable(env.chosen().get("PORT"));
        if (chosen.isPresent() && (serve || shared || settings.has(Fields.PORT))) {
            return read(chosen, report);
        }
        if (settings.has(Fields.PORT)) {
            return settings.get(Fields.PORT).map(n -> new Port(n, settings.at(Fields.PORT)));
        }
        if (!serve) {
            return shared ? read(env.get("PORT"), report) : Optional.empty();
        }
        Optional<Value> variable = env.get("PORT").or(() -> env.get("PM2_SERVE_PORT"));
        return variable.isPresent() ? read(variable, report) : Optional.of(new Port(SERVE_DEFAULT, settings.table()));
    }

    private static Optional<Port> read(Optional<Value> variable, Report report) {
        return variable.flatMap(value -> KIND.read(value, report).map(n -> new Port(n, value)));
    }
}
