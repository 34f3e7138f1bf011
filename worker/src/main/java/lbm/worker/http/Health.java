package lbm.worker.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lbm.worker.config.HealthChecks;

/**
 * What {@code /health} says, with the fields of the reference's health check.
 *
 * @param time now, ISO 8601
 * @param uptime seconds, with fraction
 * @param rss resident bytes of the process
 * @param heapTotal heap taken from the system, bytes
 * @param heapUsed heap in use, bytes
 * @param external memory outside the heap that Java manages, bytes
 * @param load averages over 1, 5 and 15 minutes
 * @param checks what was looked at, and whether it is in order
 */
public record Health(
        String time,
        double uptime,
        long rss,
        long heapTotal,
        long heapUsed,
        long external,
        List<Double> load,
        String version,
        String environment,
        Map<String, Boolean> checks) {

    /** A file system: bytes a user may still write, and all; both 0 when it cannot be asked. */
    public record Disk(long free, long total) {

        private static final int SMALL = 2;
        private static final int SHARE = 100;

        /** Whether there is room for so many bytes; of a disk that could hardly hold them, a hundredth is enough. */
        public boolean hasRoom(long least) {
            return free >= least || (total < SMALL * least && free >= total / SHARE);
        }
    }

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * The checks of this process itself, under the names of the reference.
     *
     * @param loopDelay how late the event loop ran its last timer, milliseconds
     * @param heapUsed bytes
     * @param disks of the site and of the logs
     */
    public static Map<String, Boolean> own(HealthChecks limits, long loopDelay, long heapUsed, List<Disk> disks) {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        checks.put("server", loopDelay < limits.loopDelay().toMillis());
        checks.put("memory", heapUsed < limits.heap());
        checks.put("disk", disks.stream().allMatch(disk -> disk.hasRoom(limits.disk())));
        return checks;
    }

    /** Whether every check passes. */
    public boolean healthy() {
        return checks.values().stream().allMatch(it -> it);
    }

    /** 200 with the document, or 503 with it. */
    public Reply reply() {
        return Reply.json(healthy() ? Status.OK : Status.UNAVAILABLE, json());
    }

    private String json() {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("status", word(healthy(), "unhealthy"));
            out.writeStringField("timestamp", time);
            out.writeNumberField("uptime", uptime);
            out.writeObjectFieldStart("memory");
            out.writeNumberField("rss", rss);
            out.writeNumberField("heapTotal", heapTotal);
            out.writeNumberField("heapUsed", heapUsed);
            out.writeNumberField("external", external);
            out.writeNumberField("arrayBuffers", external);
            out.writeEndObject();
            out.writeArrayFieldStart("loadavg");
            for (double average : load) {
                out.writeNumber(average);
            }
            out.writeEndArray();
            out.writeStringField("version", version);
            out.writeStringField("environment", environment);
            out.writeObjectFieldStart("checks");
            for (Map.Entry<String, Boolean> check : checks.entrySet()) {
                out.writeStringField(check.getKey(), word(check.getValue(), "warning"));
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON could not be written to memory", e);
        }
        return text.toString();
    }

    private static String word(boolean healthy, String otherwise) {
        return healthy ? "healthy" : otherwise;
    }

    /** What {@code /ready} says. */
    public static Reply ready(boolean ready) {
        return Reply.json(ready ? Status.OK : Status.UNAVAILABLE, "{\"ready\":" + ready + "}");
    }
}
