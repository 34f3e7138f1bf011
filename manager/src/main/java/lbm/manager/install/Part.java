package lbm.manager.install;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the three programs lbm consists of: its main class and the jars it needs, no more, since each costs start-up. */
public enum Part {
    // The same list as in scripts/lbm: a class archive is only valid for the class path it was made with.
    CLI(
            "lbm.manager.cli.Lbm",
            "lbm-manager lbm-worker picocli jackson-annotations jackson-core jackson-databind jackson-dataformat-yaml"
                    + " snakeyaml"),
    MANAGER("lbm.manager.daemon.Main", "lbm-manager lbm-worker jackson-* snakeyaml jna netty-* slf4j-*"),
    WORKER("lbm.worker.Main", "lbm-worker netty-* jackson-core slf4j-* brotli4j service native-linux-* zstd-jni-*");

    // Everybody writes an architecture as he likes: -aarch_64, -aarch64, _aarch64; -x86_64, _amd64.
    private static final Pattern ARM = Pattern.compile("[-_]aarch_?64\\.jar$");
    private static final Pattern INTEL = Pattern.compile("[-_](x86_64|amd64)\\.jar$");

    private final String mainClass;
    private final String patterns;

    /** Patterns are names of jars without version and ending, parted by spaces; a star at the end stands for any rest. */
    Part(String mainClass, String patterns) {
        this.mainClass = mainClass;
        this.patterns = patterns;
    }

    public String mainClass() {
        return mainClass;
    }

    /** {@code cli}, {@code manager}, {@code worker}: names archives and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Of the jars in the library folder, those of this program, in the order of its class path.
     *
     * @param jars file names with {@code .jar}
     * @param architecture {@code os.arch} of the JVM: native jars of others are left out
     */
    public List<String> classPath(List<String> jars, String architecture) {
        return Stream.of(patterns.split(" ", -1))
                .flatMap(pattern ->
                        jars.stream().filter(jar -> matches(pattern, jar)).sorted())
                .filter(jar -> runsOn(jar, architecture))
                .distinct()
                .toList();
    }

    private static boolean matches(String pattern, String jar) {
        return pattern.endsWith("*")
                ? jar.startsWith(pattern.substring(0, pattern.length() - 1))
                : jar.equals(pattern + ".jar");
    }

    private static boolean runsOn(String jar, String architecture) {
        boolean arm = ARM.matcher(jar).find();
        boolean intel = INTEL.matcher(jar).find();
        boolean onArm = architecture.equals("aarch64");
        return arm ? onArm : !intel || !onArm;
    }
}
