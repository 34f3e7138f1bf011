package lbm.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command on its way; its streams go to files and may be read at any time. */
record Running(List<String> arguments, Process process, Path out, Path err) {

    /** Waits for the end, at most so long, then ends it by force. */
    Answer waitAtMost(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            return answer(process.waitFor());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return answer(-1);
        }
    }

    /** What it has said so far. */
    Answer answer(int exit) {
        return new Answer(arguments, exit, text(out), text(err));
    }

    /** Decodes whatever bytes there are; malformed ones become U+FFFD. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
