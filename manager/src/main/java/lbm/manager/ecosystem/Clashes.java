package lbm.manager.ecosystem;

import java.util.List;
import java.util.Optional;
import lbm.manager.ecosystem.AppReader.ReadApp;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.AppSpec.Listen;

/** What two apps of one file must not share: a name, a port. */
final class Clashes {

    private Clashes() {}

    static void report(List<ReadApp> apps, Report report) {
        for (int later = 1; later < apps.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                names(apps.get(earlier), apps.get(later), report);
                companions(apps.get(earlier), apps.get(later), report);
                companions(apps.get(later), apps.get(earlier), report);
                ports(apps.get(earlier), apps.get(later), report);
            }
        }
    }

    private static void names(ReadApp a, ReadApp b, Report report) {
        if (!a.name().isEmpty() && a.name().equals(b.name())) {
            report.problem(
                    b.named().place(),
                    b.named().path(),
                    b.name(),
                    "is the name of the app " + report.placeOf(a.named()) + " too",
                    "a name of its own",
                    Optional.empty());
        }
    }

    /** The proxy of one and another app. */
    private static void companions(ReadApp a, ReadApp b, Report report) {
        if (a.proxy().filter(proxy -> proxy.name().equals(b.name())).isPresent()) {
            report.problem(
                    b.named().place(),
                    b.named().path(),
                    b.name(),
                    "is the name of the proxy of " + a.name() + " too",
                    "a name of its own",
                    Optional.empty());
        }
    }

    private static void ports(ReadApp a, ReadApp b, Report report) {
        if (!meet(host(a), host(b))) {
            return;
        }
        for (Port other : b.ports()) {
            if (a.ports().stream().anyMatch(one -> one.number() == other.number())) {
                report.problem(
                        other.at().place(),
                        other.at().path(),
                        Integer.toString(other.number()),
                        "is the port of " + a.name() + " too",
                        "a port of its own",
                        Optional.empty());
            }
        }
    }

    private static String host(ReadApp app) {
        return app.spec().flatMap(AppSpec::listen).map(Listen::host).orElse("0.0.0.0");
    }

    private static boolean meet(String a, String b) {
        return a.equals(b) || isAny(a) || isAny(b);
    }

    private static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }
}
