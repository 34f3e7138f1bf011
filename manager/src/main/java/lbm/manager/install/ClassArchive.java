package lbm.manager.install;

import java.nio.file.Path;
import java.util.List;

/**
 * The archive of loaded classes that halves a program's start: how it is recorded, made and used by each JDK.
 *
 * <p>Up to JDK 24 a static class-data archive from a class list (a dynamic one refuses picocli's Java 5 classes), from
 * 25 on the ahead-of-time cache. Both are made in two steps, so that recording ends with the program and the costly
 * second step can run apart, at low priority. The JVM checks that JDK and jars are the same and goes on without the
 * archive when they are not.
 */
public enum ClassArchive {
    STATIC("jsa") {
        @Override
        public List<String> record(Path recording) {
            return List.of("-XX:DumpLoadedClassList=" + recording);
        }

        @Override
        public List<String> make(Path recording, Path archive) {
            return List.of("-Xshare:dump", "-XX:SharedClassListFile=" + recording, "-XX:SharedArchiveFile=" + archive);
        }

        @Override
        public List<String> use(Path archive) {
            return List.of("-XX:SharedArchiveFile=" + archive);
        }
    },
    AHEAD_OF_TIME("aot") {
        @Override
        public List<String> record(Path recording) {
            return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording);
        }

        @Override
        public List<String> make(Path recording, Path archive) {
            return List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording, "-XX:AOTCache=" + archive);
        }

        @Override
        public List<String> use(Path archive) {
            return List.of("-XX:AOTCache=" + archive);
        }
    };

    private static final int FIRST_WITH_CACHE = 25;

    private final String suffix;

    ClassArchive(String suffix) {
        this.suffix = suffix;
    }

    /** The kind a JDK of this feature version makes and reads. */
    public static ClassArchive of(int feature) {
        return feature >= FIRST_WITH_CACHE ? AHEAD_OF_TIME : STATIC;
    }

    /** File name; the same rule as in scripts/lbm. */
    public String fileName(Part part, String jdk) {
        return part.label() + "-" + jdk + "." + suffix;
    }

    /** JVM options under which the program writes at its end which classes it loaded. */
    public abstract List<String> record(Path recording);

    /** JVM options that make the archive from a recording; to be given with the program's usual options and class path. */
    public abstract List<String> make(Path recording, Path archive);

    /** JVM options that use it. */
    public abstract List<String> use(Path archive);
}
