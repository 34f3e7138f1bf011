package lbm.manager.logs.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import lbm.manager.logs.LogTargets;
import lbm.manager.logs.Stream;
import lbm.manager.logs.StreamKey;
import lbm.manager.process.ProcessId;

/**
 * Whose lines a buffer file holds and where they go: all that a later manager needs to bring them home.
 *
 * @param pipe name of the pipe they come from; empty: not known
 */
record StreamLabel(StreamKey key, String app, ProcessId process, LogTargets targets, String pipe) {

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(key.id());
        out.writeUTF(key.stream().name());
        out.writeUTF(app);
        out.writeLong(process.pid());
        out.writeLong(process.startTicks());
        out.writeUTF(process.bootId());
        out.writeUTF(targets.out().map(Path::toString).orElse(""));
        out.writeUTF(targets.error().map(Path::toString).orElse(""));
        out.writeUTF(targets.combined().map(Path::toString).orElse(""));
        out.writeUTF(targets.dateFormat().orElse(""));
        out.writeBoolean(targets.json());
        out.writeUTF(pipe);
        return bytes.toByteArray();
    }

    static StreamLabel decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            return new StreamLabel(
                    new StreamKey(in.readInt(), Stream.valueOf(in.readUTF())),
                    in.readUTF(),
                    new ProcessId(in.readLong(), in.readLong(), in.readUTF()),
                    new LogTargets(path(in), path(in), path(in), text(in), in.readBoolean()),
                    in.readUTF());
        } catch (IllegalArgumentException e) {
            throw new IOException("a label that this version does not know", e);
        }
    }

    private static Optional<Path> path(DataInputStream in) throws IOException {
        return text(in).map(Path::of);
    }

    private static Optional<String> text(DataInputStream in) throws IOException {
        return Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
    }
}
