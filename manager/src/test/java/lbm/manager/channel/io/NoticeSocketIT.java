package lbm.manager.channel.io;

import static lbm.it.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lbm.it.Patience;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeSocketIT {

    private static final MultiThreadIoEventLoopGroup GROUP =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private final IoEventLoop loop = GROUP.next();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    @AfterAll
    static void stop() throws Exception {
        GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    /** systemd-notify waits for its BARRIER by itself: it ends only when we have closed what it sent. */
    @Test
    void systemdNotifyIsHeardAndItsBarrierAnswered() throws Exception {
        for (String name : new String[] {folder.resolve("n.sock").toString(), "@lbm-test-" + System.nanoTime()}) {
            try (NoticeSocket socket = open(name)) {
                assertNotNull(socket);
                ProcessBuilder builder = new ProcessBuilder("systemd-notify", "--ready", "--status=all is well");
                builder.environment().put("NOTIFY_SOCKET", name);
                Process process = builder.start();
                assertEquals(true, process.waitFor(Patience.SECONDS, TimeUnit.SECONDS), name);
                assertEquals(0, process.exitValue());
                String text = told.poll(Patience.SECONDS, TimeUnit.SECONDS);
                assertNotNull(text);
                assertEquals(true, text.contains("READY=1") && text.contains("STATUS=all is well"), text);
            }
            told.clear();
        }
    }

    @Test
    void descriptorsThatProgramsSendDoNotStay() throws Exception {
        Path path = folder.resolve("d.sock");
        try (NoticeSocket socket = open(path.toString())) {
            assertNotNull(socket);
            int before = descriptors();
            String script = "import socket,os,array\n"
                    + "s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM)\n"
                    + "f=[os.open('/etc/passwd',0) for i in range(200)]\n"
                    + "for i in range(5):\n"
                    + " s.sendmsg([b'FDSTORE=1'],[(socket.SOL_SOCKET,socket.SCM_RIGHTS,array.array('i',f))],0,'" + path
                    + "')\n"
                    + "s.sendto(b'x'*5000,'" + path + "')\n"
                    + "s.sendto(b'',  '" + path + "')\n"
                    + "s.sendto(b'LAST=1','" + path + "')\n";
            Process process = new ProcessBuilder("python3", "-c", script)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("/dev/null"))
                    .start();
            assertEquals(0, process.waitFor());
            await().until(() -> told.contains("LAST=1"));
            await().untilAsserted(() -> assertEquals(true, descriptors() <= before + 2, "" + descriptors()));
            assertEquals(7, told.size(), "the one that is too long is left out");
        }
    }

    private static int descriptors() throws Exception {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).toString().equals("/etc/passwd");
                        } catch (java.io.IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    private NoticeSocket open(String name) throws Exception {
        return loop.submit(() -> NoticeSocket.open(
                        name, loop, (pid, uid, bytes) -> told.add(new String(bytes, StandardCharsets.UTF_8))))
                .get();
    }
}
