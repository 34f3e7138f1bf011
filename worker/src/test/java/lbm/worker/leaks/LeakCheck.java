package lbm.worker.leaks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that lost a buffer. It is found by {@code META-INF/services} and runs with every class; the
 * detector watches every buffer ({@code io.netty.leakDetection.level=paranoid}, set by the build).
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

    private static final Queue<String> LOST = new ConcurrentLinkedQueue<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        ByteBufUtil.setLeakListener((type, records) -> LOST.add(type + " " + records));
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        String lost = lost();
        if (!lost.isEmpty()) {
            throw new AssertionError("a buffer was never released: " + lost);
        }
    }

    /** What has been lost since the last call; empty: nothing. */
    static String lost() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> collected = new PhantomReference<>(new Object(), queue);
        while (queue.remove(100) != collected) {
            System.gc();
        }
        // The detector looks when another buffer is made.
        for (int i = 0; i < 2; i++) {
            ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(1);
            buffer.release();
        }
        StringBuilder out = new StringBuilder();
        for (String leak = LOST.poll(); leak != null; leak = LOST.poll()) {
            out.append(leak).append('\n');
        }
        return out.toString();
    }
}
