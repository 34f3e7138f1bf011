package lbm.worker.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

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
 * @param loopDelay how late the event loop ran its last timer, milliseconds
 * @param diskFree bytes a user may still write where the site lies
 * @param diskTotal bytes of that file system
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
        long loopDelay,
        long diskFree,
        long diskTotal) {

    /** The reference's limit. */
    private static final long HEAP_LIMIT = 500L * 1024 * 1024;

    private static final long DISK_LEAST = 64L * 1024 * 1024;
    private static final long DELAY_LIMIT_MILLIS = 1000;
    private static final JsonFactory JSON = new JsonFactory();

    /** Whether the event loop answers in time. */
    boolean serverHealthy() {
        return loopDelay < DELAY_LIMIT_MILLIS;
    }

    /** Whether the heap is below the reference's limit. */
    boolean memoryHealthy() {
        return heapUsed < HEAP_LIMIT;
    }

    /** Whether there is room for logs and the next release: a hundredth, 64 MB at most. */
    boolean diskHealthy() {
        return diskFree >= Math.min(DISK_LEAST, diskTotal / 100);
    }

    /** Whether every check passes. */
    public boolean healthy() {
        return serverHealthy() && memoryHealthy() && diskHealthy();
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
            out.writeStringField("server", word(serverHealthy(), "warning"));
            out.writeStringField("memory", word(memoryHealthy(), "warning"));
            out.writeStringField("disk", word(diskHealthy(), "warning"));
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
