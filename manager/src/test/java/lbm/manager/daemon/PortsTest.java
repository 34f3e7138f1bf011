package lbm.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void aPortWithoutTheRightIsNotAPortInUse() {
        IOException denied = Ports.refused("port 80: ", new IOException("bind(..) failed: Permission denied"));
        assertInstanceOf(AccessDeniedException.class, denied);
        assertEquals("port 80: ports below 1024 need root or CAP_NET_BIND_SERVICE", denied.getMessage());
        IOException busy = Ports.refused("port 80: ", new IOException("bind(..) failed: Address already in use"));
        assertFalse(busy instanceof AccessDeniedException);
        assertEquals("port 80: the port is in use by another program (`ss -ltnp` tells which)", busy.getMessage());
    }
}
