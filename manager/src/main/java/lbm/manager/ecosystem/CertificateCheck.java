package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the certificates of a {@code tls} block are PEM, and each key belongs to its certificate. */
final class CertificateCheck {

    private final Path cwd;
    private final Paths paths;
    private final Disk disk;
    private final Report report;

    CertificateCheck(Path cwd, Paths paths, Disk disk, Report report) {
        this.cwd = cwd;
        this.paths = paths;
        this.disk = disk;
        this.report = report;
    }

    /** Looks at the block itself and at each of its {@code certificates}. */
    void check(Object tls) {
        if (tls instanceof Map<?, ?> block) {
            pair(block);
            if (block.get("certificates") instanceof List<?> more) {
                more.forEach(this::check);
            }
        }
    }

    private void pair(Map<?, ?> block) {
        half(block, "cert", "key");
        half(block, "key", "cert");
        if (block.get("cert") instanceof WrittenPath cert && block.get("key") instanceof WrittenPath key) {
            Optional<Path> chain = paths.resolve(cwd, cert.text()).filter(disk::isFile);
            Optional<Path> secret = paths.resolve(cwd, key.text()).filter(disk::isFile);
            if (chain.isPresent() && secret.isPresent()) {
                tell(cert, key, disk.pair(chain.get(), secret.get()));
            }
        }
    }

    private void half(Map<?, ?> block, String one, String other) {
        if (block.get(one) instanceof WrittenPath there && block.get(other) == null) {
            report.wrong(there.at(), "has no " + other + " beside it", "both");
        }
    }

    private void tell(WrittenPath cert, WrittenPath key, Disk.Pair pair) {
        if (pair instanceof Disk.Pair.Bad bad) {
            Value at = bad.ofKey() ? key.at() : cert.at();
            report.wrong(at, bad.why(), bad.ofKey() ? "its private key" : "a certificate");
        } else if (pair instanceof Disk.Pair.Good good && !good.caution().isEmpty()) {
            report.warning(cert.at().place(), cert.at().path(), "the certificate " + good.caution());
        }
    }
}
