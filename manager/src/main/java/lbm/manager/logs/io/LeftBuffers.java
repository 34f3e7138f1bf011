package lbm.manager.logs.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Buffer files that a manager before us left. */
final class LeftBuffers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftBuffers.class);

    private LeftBuffers() {}

    static Path file(Path run, StreamLabel label) {
        return run.resolve("lines-" + label.key().id() + "-" + label.process().pid() + "."
                + label.key().stream().label());
    }

    /**
     * Opens them all and cuts every file back to before the batch in which that manager died. To be done before
     * anything is written: cutting back later would take new lines with it.
     */
    static List<LineBuffer> open(Path run) throws IOException {
        List<LineBuffer> buffers = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(run, "lines-*.{out,err}")) {
            entries.forEach(files::add);
        }
        files.sort(null);
        for (Path file : files) {
            try {
                buffers.add(LineBuffer.open(file));
            } catch (IOException e) {
                LOG.warn("{}; set aside as {}.bad", e.getMessage(), file.getFileName());
                Files.move(file, file.resolveSibling(file.getFileName() + ".bad"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        buffers.forEach(LeftBuffers::undo);
        return buffers;
    }

    private static void undo(LineBuffer buffer) {
        List<FileMark> marks = buffer.interruptedBatch();
        List<Path> paths = buffer.label().targets().files(buffer.label().key().stream());
        for (int i = 0; i < Math.min(paths.size(), marks.size()); i++) {
            TargetFile.undo(paths.get(i), marks.get(i));
        }
        buffer.batchUndone();
    }
}
