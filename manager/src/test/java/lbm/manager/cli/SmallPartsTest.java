package lbm.manager.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SmallPartsTest {

    @Test
    void startTicksAreTheTwentySecondFieldWhateverTheProgramIsCalled() {
        String stat =
                "71 (a) b (c) S 1 71 71 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 987654 1000 200 18446744073709551615 0";
        assertEquals("987654", ProcFile.startTicksOf(stat));
        assertEquals("", ProcFile.startTicksOf(""));
        assertEquals("", ProcFile.startTicksOf("71 (a) S 1 2"));
    }

    @Test
    void theUsersJvmOptionsComeBackForThePrograms() {
        assertEquals(
                Map.of("JAVA_TOOL_OPTIONS", "-Dx=1", "PATH", "/bin"),
                UserEnvironment.restored(Map.of("LBM_SAVED_JAVA_TOOL_OPTIONS", "-Dx=1", "PATH", "/bin")));
    }

    @Test
    void whereNoThreadCanBeMadeOneLineSaysSo() {
        assertEquals(
                "lbm: no thread can be made: as many processes as `ulimit -u` or pids.max of a control group allow;"
                        + " what was asked for may be under way\n",
                saidOf("unable to create native thread: possibly out of memory or process/resource limits reached"));
        assertEquals("lbm: no memory is left for this command: Java heap space\n", saidOf("Java heap space"));
    }

    private static String saidOf(String error) {
        PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
            @Override
            public void print(String text) {
                throw new OutOfMemoryError(error);
            }

            @Override
            public void println(String text) {
                throw new OutOfMemoryError(error);
            }
        };
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Context context = new Context(
                new Home(Path.of("/nowhere")),
                Map.of(),
                Path.of("/"),
                new Terminal(false, false, false, 0),
                out,
                new PrintStream(said, true, StandardCharsets.UTF_8));
        assertEquals(1, Lbm.run(context, new String[] {"version"}));
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void selectorsAreSafeInPathsAndQueries() {
        assertEquals("%2Fsite%20%C3%A9%26%3F%2F", Query.encoded("/site é&?/"));
    }

    @Test
    void homeIsSetOrBelowTheUsersOwn() {
        assertEquals(
                Path.of("/srv/x"),
                Home.of(Map.of("LBM_HOME", "/srv/y/../x", "HOME", "/root")).path());
        assertEquals(Path.of("/home/a/.lbm"), Home.of(Map.of("HOME", "/home/a")).path());
        assertEquals(2, assertThrows(Failure.class, () -> Home.of(Map.of())).code());
    }

    @Test
    void aFileThatCannotBeWrittenHasAReason() {
        Path file = Path.of("/srv/conf.json");
        Failure denied = Failure.unwritable(file, new AccessDeniedException("/srv/conf.json.tmp"));
        assertEquals("/srv/conf.json cannot be written: permission denied", denied.line());
        assertEquals(6, denied.code());
        Failure nowhere = Failure.unwritable(file, new NoSuchFileException("/srv/conf.json.tmp"));
        assertEquals("/srv/conf.json cannot be written: no such folder", nowhere.line());
        Failure full = Failure.unwritable(file, new IOException("No space left on device"));
        assertEquals("/srv/conf.json cannot be written: No space left on device", full.line());
        assertEquals(1, full.code());
    }

    @Test
    void coloursNeedATerminalAndLeave() {
        Properties both = new Properties();
        both.setProperty("lbm.tty", "ioe");
        both.setProperty("lbm.columns", "120");
        assertEquals(new Terminal(true, true, true, 120), Terminal.of(both, Map.of("TERM", "xterm")));
        assertFalse(Terminal.of(both, Map.of("NO_COLOR", "1")).colour());
        assertFalse(Terminal.of(both, Map.of("TERM", "dumb")).colour());
        assertEquals(new Terminal(false, false, false, 0), Terminal.of(new Properties(), Map.of()));
    }

    @Test
    void readsChunkedLengthedAndOpenAnswers() throws IOException {
        assertEquals("abcdef", body("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3;x=1\r\ndef\r\n0\r\n\r\n"));
        assertEquals("abc", body("Content-Length: 3\r\n\r\nabcdef"));
        assertEquals("abcdef", body("\r\nabcdef"));
        assertEquals("", body("content-length: 0\r\n\r\n"));
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForWhole() {
        assertThrows(EOFException.class, () -> body("Content-Length: 9\r\n\r\nabc"));
        assertThrows(EOFException.class, () -> body("Transfer-Encoding: chunked\r\n\r\n9\r\nabc"));
        assertThrows(EOFException.class, () -> body("Content-Len"));
        assertThrows(IOException.class, () -> body("Transfer-Encoding: chunked\r\n\r\nxyz\r\n"));
        assertThrows(IOException.class, () -> answer("garbage\r\n\r\n"));
    }

    @Test
    void logPrefixesLineUp() {
        assertTrue(Paint.ofInstance(0).startsWith("\u001b["));
        assertEquals(Paint.ofInstance(3), Paint.ofInstance(9));
    }

    private static String body(String afterStatus) throws IOException {
        return answer("HTTP/1.1 200 OK\r\n" + afterStatus).text();
    }

    @Test
    void theLastByteOfAChunkDoesNotWaitForTheNextChunk() throws IOException {
        InputStream silent = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("asked for more than has come");
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                return read();
            }
        };
        byte[] come = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na\n".getBytes(StandardCharsets.UTF_8);
        HttpAnswer answer = new HttpAnswer(new SequenceInputStream(new ByteArrayInputStream(come), silent));
        assertEquals('a', answer.read());
        assertEquals('\n', answer.read());
        assertThrows(IOException.class, answer::read);
    }

    private static HttpAnswer answer(String bytes) throws IOException {
        return new HttpAnswer(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8)));
    }
}
