package lbm.manager.daemon;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import lbm.manager.cluster.Cluster;
import lbm.manager.cluster.ReplaceOperation;
import lbm.manager.cluster.StopOperation;
import lbm.manager.instance.Instance;
import lbm.manager.instance.Wanted;
import lbm.manager.spec.AppSpec;
import lbm.manager.spec.WatchSpec;
import lbm.manager.trigger.Alarm;
import lbm.manager.trigger.Changes;
import lbm.manager.trigger.Cron;
import lbm.manager.trigger.Ignored;
import lbm.manager.trigger.io.FileWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads apps whose files have changed ({@code watch}) or whose time has come ({@code cron_restart}). */
final class Triggers implements Attendant, FileWatch.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Triggers.class);

    private record Watching(WatchSpec spec, Ignored ignored, Changes changes) {}

    private record Timed(String line, Alarm alarm) {}

    private final Manager manager;
    private final Supplier<ZonedDateTime> clock;
    private final FileWatch files;
    private final Map<String, Watching> watched = new HashMap<>();
    private final Map<String, Timed> timed = new HashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    Triggers(Manager manager) {
        this.manager = manager;
        this.clock = ZonedDateTime::now;
        this.files = new FileWatch(manager.loop, this);
    }

    // ---- what is watched

    @Override
    public void settled() {
        watched.keySet().removeIf(app -> !watches(app));
        timed.keySet().removeIf(app -> !hasCron(app));
        for (Cluster cluster : manager.clusters.values()) {
            AppSpec spec = cluster.spec();
            try {
                spec.supervision().watch().filter(it -> runs(cluster)).ifPresent(it -> watch(spec, it));
                spec.supervision().cron().ifPresent(line -> time(spec.name(), line));
            } catch (IllegalArgumentException e) {
                // The file is checked for it; a dump of another version may hold what this one does not read.
                refuse(spec.name(), String.valueOf(e.getMessage()));
            }
        }
    }

    private boolean watches(String app) {
        Cluster cluster = manager.clusters.get(app);
        boolean still = cluster != null
                && runs(cluster)
                && cluster.spec().supervision().watch().isPresent();
        if (!still) {
            files.unwatch(app);
            notes.remove(app);
        }
        return still;
    }

    private boolean hasCron(String app) {
        Cluster cluster = manager.clusters.get(app);
        return cluster != null && cluster.spec().supervision().cron().isPresent();
    }

    /** A change starts nothing that was stopped; what has given up may work with other files. */
    private static boolean runs(Cluster cluster) {
        return cluster.members().stream().anyMatch(m -> m.wanted() == Wanted.UP);
    }

    private void watch(AppSpec app, WatchSpec spec) {
        Watching now = watched.get(app.name());
        if (now != null && now.spec().equals(spec)) {
            return;
        }
        Ignored ignored = new Ignored(app.cwd().toString(), spec.ignore());
        watched.put(
                app.name(), new Watching(spec, ignored, new Changes(spec.delay().toNanos())));
        Predicate<Path> written = ownFiles(app);
        files.watch(app.name(), spec.paths(), path -> written.test(path) || ignored.test(path.toString()));
    }

    /** What lbm writes for the app, wherever the operator has put it. */
    private Predicate<Path> ownFiles(AppSpec app) {
        List<String> stems = new ArrayList<>();
        for (Optional<Path> file : List.of(
                app.logs().out(),
                app.logs().error(),
                app.logs().combined(),
                app.launch().pidFile())) {
            file.ifPresent(it -> stems.add(it.toString()));
        }
        Path home = manager.home.dir();
        return path -> path.startsWith(home) || stems.stream().anyMatch(stem -> isOf(stem, path.toString()));
    }

    /** {@code app.log}, {@code app-3.log} and their rotated elders. */
    private static boolean isOf(String stem, String path) {
        int dot = stem.lastIndexOf('.');
        String bare = dot > stem.lastIndexOf('/') ? stem.substring(0, dot) : stem;
        return path.equals(stem) || path.startsWith(bare + "-") || path.startsWith(bare + ".");
    }

    private void time(String app, String line) {
        Timed now = timed.get(app);
        if (now == null || !now.line().equals(line)) {
            timed.put(app, new Timed(line, new Alarm(Cron.parse(line), clock.get())));
        }
    }

    // ---- what happens

    @Override
    public void changed(String app, Path path) {
        Watching it = watched.get(app);
        if (it != null) {
            it.changes().changed(it.ignored().shown(path.toString()), manager.now());
        }
    }

    @Override
    public void note(String app, String note) {
        LOG.warn("{}: {}", app, note);
        notes.put(app, app + ": " + note);
    }

    private void refuse(String app, String why) {
        if (!(app + ": " + why).equals(notes.get(app))) {
            note(app, why);
        }
    }

    @Override
    public void tick(long now) {
        watched.forEach((app, it) -> {
            Cluster cluster = manager.clusters.get(app);
            if (cluster != null) {
                boolean busy = cluster.busyWith().isPresent();
                it.changes().due(busy, now).ifPresent(why -> reload(app, m -> m.wanted() == Wanted.UP, why));
            }
        });
        if (!timed.isEmpty()) {
            ZonedDateTime time = clock.get();
            timed.forEach((app, it) -> {
                if (it.alarm().rings(time)) {
                    reload(app, Triggers::takesPart, "cron_restart " + it.line());
                }
            });
        }
    }

    /** Jobs that have ended by themselves are started at their time, as under PM2; what the operator stopped is not. */
    private static boolean takesPart(Instance m) {
        return m.wanted() != Wanted.GONE && !StopOperation.wasAsked(m);
    }

    private void reload(String app, Predicate<Instance> which, String why) {
        Cluster cluster = manager.clusters.get(app);
        if (cluster == null || cluster.members().stream().noneMatch(which)) {
            return;
        }
        LOG.info("{}: {}", app, why);
        // Not from within the walk over what is watched: it may change that.
        manager.loop.execute(() -> manager.ask(app, ReplaceOperation.reload(which, why), Optional.empty()));
    }

    /** When the app is reloaded next, by {@code cron_restart}. */
    Optional<ZonedDateTime> next(String app) {
        return Optional.ofNullable(timed.get(app)).map(it -> it.alarm().next());
    }

    @Override
    public Map<String, String> facts(Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        next(run.spec.name())
                .ifPresent(time ->
                        facts.put("next cron_restart", time.toOffsetDateTime().toString()));
        if (watched.containsKey(run.spec.name())) {
            facts.put("watching", notes.containsKey(run.spec.name()) ? "by looking every 2 s" : "by inotify");
        }
        return facts;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes.values());
    }
}
