package lbm.worker.tls.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lbm.worker.config.Tls;
import lbm.worker.tls.BadPair;
import lbm.worker.tls.Pair;
import lbm.worker.tls.SelfSigned;

/** The app's certificates where they lie on the disk. */
final class Certificates {

    /** A certificate for development is renewed before it ends. */
    private static final Duration RENEWED = Duration.ofDays(7);

    private final List<Tls.Certificate> files;

    private Certificates(List<Tls.Certificate> files) {
        this.files = files;
    }

    /**
     * Those of the settings; the one for development is made when it is not there yet.
     *
     * @throws IOException the folder of what workers share cannot be written
     */
    static Certificates of(Tls config, String app) throws IOException {
        return new Certificates(config.selfSigned() ? List.of(selfSigned(config.home(), app)) : config.certificates());
    }

    private static Tls.Certificate selfSigned(Path home, String app) throws IOException {
        Tls.Certificate certificate = new Tls.Certificate(home.resolve(app + ".crt"), home.resolve(app + ".key"));
        return Shared.alone(home, app + ".crt", () -> {
            if (!usable(certificate)) {
                try {
                    SelfSigned made = SelfSigned.make(hostname(), Instant.now());
                    Shared.write(certificate.key(), made.key());
                    Shared.write(certificate.chain(), made.chain());
                } catch (GeneralSecurityException e) {
                    throw new IOException("no certificate for development could be made: " + e.getMessage(), e);
                }
            }
            return certificate;
        });
    }

    private static boolean usable(Tls.Certificate certificate) {
        try {
            return read(certificate).expires().isAfter(Instant.now().plus(RENEWED));
        } catch (IOException | BadPair e) {
            return false; // not there yet, or of no use
        }
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine that does not know its own name
        }
    }

    /**
     * What the files hold now.
     *
     * @param pairs in order; one that cannot be used is the former one
     * @param problems a line for each that cannot be used; it names the file
     */
    record Found(List<Pair> pairs, List<String> problems) {}

    /**
     * Reads all pairs.
     *
     * @param former what was in use before; empty: nothing was
     * @throws IOException one of them cannot be used and there is no former one; the message is one line
     */
    Found read(List<Pair> former) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            try {
                pairs.add(told(files.get(i)));
            } catch (IOException e) {
                if (former.isEmpty()) {
                    throw e;
                }
                pairs.add(former.get(i));
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return new Found(pairs, problems);
    }

    private static Pair told(Tls.Certificate certificate) throws IOException {
        try {
            return read(certificate);
        } catch (BadPair e) {
            Path file = e.part() == BadPair.Part.KEY ? certificate.key() : certificate.chain();
            throw new IOException(file + " " + e.why(), e);
        } catch (NoSuchFileException e) {
            throw new IOException(e.getMessage() + " is not there", e);
        } catch (AccessDeniedException e) {
            throw new IOException(e.getMessage() + " may not be read", e);
        }
    }

    private static Pair read(Tls.Certificate certificate) throws IOException, BadPair {
        return Pair.read(text(certificate.chain()), text(certificate.key()));
    }

    /** Any bytes are a text; what is no PEM in them is told later. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /** What tells one state of the files from another; links are followed, as certbot's layout has them. */
    String state() {
        StringBuilder state = new StringBuilder();
        for (Tls.Certificate certificate : files) {
            for (Path file : List.of(certificate.chain(), certificate.key())) {
                try {
                    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                    state.append(facts.fileKey())
                            .append(facts.lastModifiedTime())
                            .append(facts.size());
                } catch (IOException e) {
                    state.append("gone");
                }
                state.append(' ');
            }
        }
        return state.toString();
    }
}
