package lbm.worker.http.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedIT {

    @TempDir
    Path home;

    /** Has nothing to give. */
    private static final ByteBufAllocator EXHAUSTED = (ByteBufAllocator) Proxy.newProxyInstance(
            FeedIT.class.getClassLoader(), new Class<?>[] {ByteBufAllocator.class}, (proxy, method, values) -> {
                throw new OutOfMemoryError(method.getName());
            });

    @Test
    void anAnswerThatNoMemoryIsLeftForEndsAndItsFileIsClosed() throws Exception {
        FileChannel open = FileChannel.open(Files.write(home.resolve("a.bin"), new byte[1000]));
        List<Boolean> ends = new ArrayList<>();
        new Feed(new Body.FilePart(open, 0, 1000), EXHAUSTED, Feed.LARGE, new Feed.Sink() {
                    @Override
                    public ChannelFuture write(ByteBuf piece, boolean last) {
                        throw new AssertionError("there is no piece");
                    }

                    @Override
                    public void moved() {}

                    @Override
                    public void done(boolean whole, long bytes) {
                        ends.add(whole);
                    }
                })
                .go();
        assertEquals(List.of(false), ends);
        assertFalse(open.isOpen());
    }
}
