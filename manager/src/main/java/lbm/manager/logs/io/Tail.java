package lbm.manager.logs.io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lbm.manager.logs.LineFormat;
import lbm.manager.logs.LogLine;
import lbm.manager.logs.LogSource;
import lbm.manager.logs.Merge;
import lbm.manager.logs.Query;
import lbm.manager.logs.Stream;

/** The last lines of instances, merged in time order, out of their files. Needs no manager. */
public final class Tail {

    private Tail() {}

    /**
     * The last {@code query.lines()} lines of each instance that the query wants. A file that instances share is read
     * once and counted to the lowest of them. A file that cannot be read is left out.
     */
    public static List<LogLine> files(List<LogSource> sources, Query query, ZoneId zone) {
        return Merge.byTime(fileSources(sources, query, zone));
    }

    private static List<List<LogLine>> fileSources(List<LogSource> sources, Query query, ZoneId zone) {
        List<List<LogLine>> all = new ArrayList<>();
        Set<Path> read = new HashSet<>();
        for (LogSource source : sources) {
            List<List<LogLine>> streams = new ArrayList<>();
            for (Stream stream : Stream.values()) {
                List<Path> files = source.targets().files(stream);
                if (query.wants(source.app(), new lbm.manager.logs.StreamKey(source.id(), stream))
                        && !files.isEmpty()
                        && read.add(files.get(0))) {
                    LineFormat format = new LineFormat(source.targets(), source.id(), source.app(), zone);
                    streams.add(one(files.get(0), query.lines(), format, source, stream));
                }
            }
            List<LogLine> lines = Merge.byTime(streams);
            all.add(lines.subList(Math.max(0, lines.size() - query.lines()), lines.size()));
        }
        return all;
    }

    private static List<LogLine> one(Path file, int lines, LineFormat format, LogSource source, Stream stream) {
        try {
            return FileTail.read(file, lines, format, source.app(), source.id(), stream);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** As {@link #files}, but from memory for the apps of which memory knows enough: exact times and ids. */
    static List<LogLine> instances(List<Instances.Known> instances, Query query, ZoneId zone) {
        Map<String, List<Instances.Known>> apps = new LinkedHashMap<>();
        for (Instances.Known instance : instances) {
            apps.computeIfAbsent(instance.source().app(), app -> new ArrayList<>())
                    .add(instance);
        }
        List<List<LogLine>> all = new ArrayList<>();
        for (List<Instances.Known> app : apps.values()) {
            // All of an app or none: instances may share a file, which must not be counted twice.
            if (app.stream().allMatch(instance -> instance.ring().knows(query.lines(), query.streams()))) {
                app.forEach(instance -> all.add(instance.last(query.lines(), query.streams())));
            } else {
                all.addAll(fileSources(app.stream().map(Instances.Known::source).toList(), query, zone));
            }
        }
        return Merge.byTime(all);
    }
}
