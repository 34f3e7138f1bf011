package lbm.manager.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Set;

/** What counts as touching the world. */
final class Effects {

    private static final Set<String> CLASSES = Set.of(
            "java.nio.file.Files",
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.RandomAccessFile",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.net.Socket",
            "java.net.ServerSocket",
            "java.net.InetAddress",
            "java.time.Clock",
            "java.util.Timer");

    private static final Set<String> PACKAGES = Set.of(
            "java.nio.channels.", "java.util.concurrent.", "java.net.http.", "io.netty.", "com.sun.jna.", "org.slf4j.");

    private Effects() {}

    static ArchRule none(DescribedPredicate<JavaClass> decisions) {
        return noClasses()
                .that(decisions)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("touch the world", Effects::touches))
                .allowEmptyShould(true);
    }

    static ArchRule noClock(DescribedPredicate<JavaClass> decisions) {
        return noClasses()
                .that(decisions)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .allowEmptyShould(true);
    }

    private static boolean touches(JavaClass c) {
        String name = c.getName();
        return CLASSES.contains(name) || PACKAGES.stream().anyMatch(name::startsWith);
    }
}
