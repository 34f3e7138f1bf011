package lbm.worker.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

class LeakCheckTest {

    @Test
    void aBufferThatIsLostIsFound() throws InterruptedException {
        assertEquals("", LeakCheck.lost());
        lose();
        String found = "";
        for (int i = 0; i < 50 && found.isEmpty(); i++) {
            found = LeakCheck.lost();
        }
        assertTrue(found.startsWith("ByteBuf"), found);
        assertEquals("", LeakCheck.lost(), "it is told once");
    }

    @Test
    void everyBufferIsWatched() {
        assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
    }

    private static void lose() {
        ByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
    }
}
