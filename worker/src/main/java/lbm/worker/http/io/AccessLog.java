package lbm.worker.http.io;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.NetUtil;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import lbm.worker.content.FieldLines;
import lbm.worker.http.AccessLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each answer. The event loop only fills memory: a batch goes to {@link LineFile} when it is nearly
 * full or a tenth of a second old. When that has no batch left, lines are dropped and counted.
 */
public final class AccessLog implements Observer {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final AccessLine form;
    private final LineFile file;
    private final Executor soon;
    private @Nullable ByteBuf batch;
    private long dropped;
    private boolean dropping;

    /**
     * The log that is configured.
     *
     * @param worker name of the instance
     * @param soon runs a task on the event loop in a tenth of a second
     */
    public static AccessLog of(lbm.worker.config.AccessLog config, String worker, Executor soon) {
        AccessLine form = new AccessLine(config.format(), worker, ZoneId.systemDefault());
        return new AccessLog(form, new LineFile(config.file()), soon);
    }

    /**
     * A log without lines.
     *
     * @param soon runs a task on the event loop in a tenth of a second
     */
    AccessLog(AccessLine form, LineFile file, Executor soon) {
        this.form = form;
        this.file = file;
        this.soon = soon;
    }

    @Override
    public void answered(HttpRequest request, Peer peer, Answer answer, long bodyBytes, long nanos) {
        line(entry(request, peer, answer, bodyBytes, nanos));
    }

    /** Writes a line, soon. */
    public void line(AccessLine.Entry entry) {
        ByteBuf out = batch;
        if (out == null) {
            out = file.batch();
            if (out == null) {
                drop();
                return;
            }
            batch = out;
            dropping = false;
            soon.execute(this::flush);
        }
        form.write(out, entry, System.currentTimeMillis());
        if (out.writableBytes() < AccessLine.MOST) {
            flush();
        }
    }

    private static AccessLine.Entry entry(HttpRequest request, Peer peer, Answer answer, long bytes, long nanos) {
        HttpHeaders headers = request.headers();
        return new AccessLine.Entry(
                NetUtil.toAddressString(peer.address()), // IPv6 in its short form (RFC 5952)
                request.method().name(),
                request.uri(),
                request.protocolVersion().text(),
                answer.status().code(),
                bytes,
                nanos,
                coding(answer),
                headers.get(RequestIdRule.NAME, ""),
                headers.get(HttpHeaderNames.REFERER, ""),
                headers.get(HttpHeaderNames.USER_AGENT, ""));
    }

    private static String coding(Answer answer) {
        for (FieldLines fields : answer.fields()) {
            String coding = fields.get("Content-Encoding");
            if (!coding.isEmpty()) {
                return coding;
            }
        }
        return "";
    }

    private void drop() {
        dropped++;
        if (!dropping) {
            dropping = true;
            LOG.warn("the access log cannot keep up: lines are dropped, {} so far", dropped);
        }
    }

    /** Lines that could not be kept. */
    public long dropped() {
        return dropped;
    }

    private void flush() {
        ByteBuf out = batch;
        batch = null;
        if (out != null) {
            file.write(out);
        }
    }

    /** Writes what is there; waits a second at most. */
    public void end() {
        flush();
        file.end();
    }
}
