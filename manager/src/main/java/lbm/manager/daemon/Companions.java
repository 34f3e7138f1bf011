package lbm.manager.daemon;

import java.util.ArrayList;
import java.util.List;
import lbm.manager.cluster.Cluster;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Wanted;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.Program;

/** Proxies come and go with the app they stand before. */
final class Companions {

    private Companions() {}

    /** Whether an app of a file is meant by {@code --only name}: itself, or as that one's proxy. */
    static boolean meant(AppSpec spec, List<String> names) {
        return names.contains(spec.name())
                || (spec.program() instanceof Program.Proxy proxy && names.contains(proxy.app()));
    }

    /** Those chosen, and the proxies of every app that was chosen whole. */
    static List<Instance> with(Manager manager, List<Instance> chosen) {
        List<Instance> all = new ArrayList<>();
        manager.clusters.values().stream()
                .filter(c -> c.spec().program() instanceof Program.Proxy proxy && whole(manager, proxy.app(), chosen))
                .flatMap(c -> c.members().stream())
                .filter(m -> m.wanted() != Wanted.GONE && !chosen.contains(m))
                .forEach(all::add);
        all.addAll(chosen);
        return all;
    }

    private static boolean whole(Manager manager, String app, List<Instance> chosen) {
        Cluster cluster = manager.clusters.get(app);
        return cluster != null
                && cluster.members().stream()
                        .filter(m -> m.wanted() != Wanted.GONE)
                        .allMatch(chosen::contains);
    }

    /** Proxies whose app, by a newer file, is reached without one. */
    static List<String> orphans(Manager manager, List<AppSpec> file) {
        List<String> named = file.stream().map(AppSpec::name).toList();
        return manager.clusters.values().stream()
                .map(Cluster::spec)
                .filter(spec -> spec.program() instanceof Program.Proxy proxy
                        && named.contains(proxy.app())
                        && !named.contains(spec.name()))
                .map(AppSpec::name)
                .toList();
    }

    /** Whether a reload has nothing to do for it: a proxy is replaced only when it is to do otherwise. */
    static boolean unchanged(Cluster cluster, AppSpec newer) {
        return newer.program() instanceof Program.Proxy
                && cluster.spec().declared().equals(newer.declared());
    }
}
