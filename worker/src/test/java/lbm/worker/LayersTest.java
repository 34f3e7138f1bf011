package lbm.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Effects live in `io` packages; data flows link, intake, content, http. */
@AnalyzeClasses(packages = "lbm.worker", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    /** A pattern per package, since {@code ..io..} would match {@code io.netty} too. */
    private static final String[] DECISIONS = {
        "lbm.worker.link",
        "lbm.worker.lifecycle",
        "lbm.worker.intake",
        "lbm.worker.content",
        "lbm.worker.http",
        "lbm.worker.config"
    };

    @ArchTest
    static final ArchRule decisionsTouchNothing = noClasses()
            .that()
            .resideInAnyPackage(DECISIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "lbm.worker.*.io", "io.netty.channel..", "io.netty.bootstrap..", "java.net..", "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    java.nio.file.Files.class,
                    java.lang.ProcessBuilder.class,
                    java.lang.ProcessHandle.class,
                    java.lang.Thread.class);

    @ArchTest
    static final ArchRule decisionsKnowNoClock = noClasses()
            .that()
            .resideInAnyPackage(DECISIONS)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule onlyTheSiteKnowsHttp = classes()
            .that()
            .resideInAnyPackage("lbm.worker.http", "lbm.worker.http.io")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage("lbm.worker", "lbm.worker.http", "lbm.worker.http.io");

    @ArchTest
    static final ArchRule theLinkKnowsNothingOfWhatItCarries = noClasses()
            .that()
            .resideInAnyPackage("lbm.worker.link", "lbm.worker.link.io")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "lbm.worker",
                    "lbm.worker.intake..",
                    "lbm.worker.content..",
                    "lbm.worker.http..",
                    "lbm.worker.lifecycle..",
                    "lbm.worker.config..");
}
