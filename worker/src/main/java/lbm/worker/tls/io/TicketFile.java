package lbm.worker.tls.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lbm.worker.tls.TicketKeys;

/** The keys of session tickets, in a file beside the certificates; whichever worker finds them old makes a new one. */
final class TicketFile {

    private final Path folder;
    private final Path file;

    /** The file of an app. */
    TicketFile(Path folder, String app) {
        this.folder = folder;
        this.file = folder.resolve(app + ".tickets");
    }

    /** The keys of now; the file is made or renewed when it is time. */
    TicketKeys keys(Instant now) throws IOException {
        Optional<TicketKeys> there = read();
        if (there.isPresent() && !there.get().old(now)) {
            return there.get();
        }
        return Shared.alone(folder, String.valueOf(file.getFileName()), () -> renew(now));
    }

    private TicketKeys renew(Instant now) throws IOException {
        Optional<TicketKeys> there = read();
        if (there.isPresent() && !there.get().old(now)) {
            return there.get(); // another worker was first
        }
        byte[] secret = new byte[TicketKeys.LENGTH];
        new SecureRandom().nextBytes(secret);
        TicketKeys.Key fresh = new TicketKeys.Key(now, secret);
        TicketKeys keys = there.map(former -> former.with(fresh)).orElseGet(() -> new TicketKeys(List.of(fresh)));
        Shared.write(file, keys.text());
        return keys;
    }

    private Optional<TicketKeys> read() throws IOException {
        try {
            return TicketKeys.read(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
