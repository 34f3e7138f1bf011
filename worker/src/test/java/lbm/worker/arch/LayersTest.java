package lbm.worker.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a worker decides is apart from what it does; only {@code Worker} and {@code Main} put the parts together. */
class LayersTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("lbm.worker");

    private static final DescribedPredicate<JavaClass> DECISIONS =
            resideInAPackage("lbm.worker.*..").and(DescribedPredicate.not(resideInAPackage("lbm.worker.*.io..")));

    private static final Set<String> WORLD = Set.of(
            "java.nio.file.Files",
            "java.io.File",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.RandomAccessFile",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.net.Socket",
            "java.net.ServerSocket",
            "java.time.Clock");

    /** Netty's buffers and HTTP messages are values; its channels are the world. */
    private static final Set<String> WORLDS = Set.of(
            "java.nio.channels.",
            "java.util.concurrent.",
            "io.netty.channel.",
            "io.netty.bootstrap.",
            "com.sun.jna.",
            "org.slf4j.");

    @Test
    void decisionsNeverSeeEffects() {
        noClasses()
                .that(DECISIONS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("lbm.worker.*.io..")
                .check(CLASSES);
    }

    @Test
    void decisionsTouchNoFileSocketOrThread() {
        noClasses()
                .that(DECISIONS)
                .should()
                .dependOnClassesThat(DescribedPredicate.describe("touch the world", LayersTest::touches))
                .check(CLASSES);
    }

    @Test
    void decisionsAreToldTheTime() {
        noClasses()
                .that(DECISIONS)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void theWordsOnTheLinkSeeNothingElse() {
        noClasses()
                .that()
                .resideInAPackage("lbm.worker.link")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("lbm..").and(DescribedPredicate.not(resideInAPackage("lbm.worker.link"))))
                .check(CLASSES);
    }

    @Test
    void thePartsFormNoCircle() {
        slices().matching("lbm.worker.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPartSeesTheWhole() {
        noClasses()
                .that()
                .resideInAPackage("lbm.worker.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("lbm.worker")
                .check(CLASSES);
    }

    private static boolean touches(JavaClass c) {
        String name = c.getName();
        return WORLD.contains(name) || WORLDS.stream().anyMatch(name::startsWith);
    }
}
