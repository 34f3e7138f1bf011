package lbm.manager.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data flows from the file to the instances in one direction, and effects are in {@code io} alone. */
class LayersTest {

    private static final String ROOT = "lbm.manager.";
    private static final String LINK = "lbm.worker.link";
    private static final String CONFIG = "lbm.worker.config";
    private static final String TLS = "lbm.worker.tls";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("lbm.manager");

    /** What the packages of a feature, its {@code io} included, may see of the other features' decisions. */
    private static final Map<String, Set<String>> SEES = new TreeMap<>(Map.ofEntries(
            Map.entry("spec", Set.of()),
            Map.entry("order", Set.of("spec")),
            Map.entry("ecosystem", Set.of("order", "spec", "trigger")),
            Map.entry("instance", Set.of("spec")),
            Map.entry("cluster", Set.of("instance", "order", "spec")),
            Map.entry("process", Set.of("spec")),
            Map.entry("channel", Set.of()),
            Map.entry("health", Set.of("process", "spec")),
            Map.entry("balance", Set.of("instance", "spec")),
            Map.entry("logs", Set.of("spec", "process")),
            Map.entry("metrics", Set.of("spec")),
            Map.entry("history", Set.of("instance", "process", "spec")),
            Map.entry("trigger", Set.of("spec")),
            Map.entry("limits", Set.of("spec")),
            Map.entry("control", Set.of("ecosystem", "spec")),
            Map.entry("service", Set.of("spec")),
            Map.entry("install", Set.of("service")),
            Map.entry("cli", Set.of("control", "ecosystem", "logs", "service", "install", "spec")),
            Map.entry(
                    "daemon",
                    Set.of(
                            "spec",
                            "order",
                            "ecosystem",
                            "instance",
                            "cluster",
                            "process",
                            "health",
                            "balance",
                            "channel",
                            "logs",
                            "metrics",
                            "history",
                            "control",
                            "service",
                            "trigger",
                            "limits",
                            "install"))));

    /** These put the features together, so they act, and see every {@code io}. */
    private static final List<String> JOINERS = List.of("daemon", "cli");

    static Stream<String> features() {
        return SEES.keySet().stream();
    }

    static Stream<String> decisions() {
        return features().filter(f -> !JOINERS.contains(f));
    }

    @Test
    void everyPackageHasItsPlaceInTheTable() {
        Set<String> there = CLASSES.stream()
                .map(c -> c.getPackageName().substring(ROOT.length()).split("\\.", -1)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(SEES.keySet(), there);
    }

    @ParameterizedTest
    @MethodSource("features")
    void aFeatureSeesOnlyWhatIsBeforeIt(String feature) {
        String[] hidden = features()
                .filter(f -> !f.equals(feature)
                        && !SEES.getOrDefault(feature, Set.of()).contains(f))
                .map(f -> ROOT + f + "..")
                .toArray(String[]::new);
        if (hidden.length > 0) {
            noClasses()
                    .that(in(feature))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(hidden)
                    .check(CLASSES);
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void decisionsNeverSeeEffects(String feature) {
        noClasses()
                .that(decisionsOf(feature))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("lbm.manager.*.io..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void decisionsTouchNoFileSocketProcessThreadOrClock(String feature) {
        Effects.none(decisionsOf(feature)).check(CLASSES);
        Effects.noClock(decisionsOf(feature)).check(CLASSES);
    }

    /**
     * Only daemon and cli join; {@code logs.io} reads what {@code process.io} opened, the pipe of a child, and
     * {@code health.io} runs commands through it.
     */
    @ParameterizedTest
    @MethodSource("decisions")
    void effectsOfOneFeatureLeaveThoseOfAnotherAlone(String feature) {
        String[] others = decisions()
                .filter(f -> !f.equals(feature))
                .filter(f -> !(f.equals("process") && Set.of("logs", "health").contains(feature)))
                .map(f -> ROOT + f + ".io..")
                .toArray(String[]::new);
        noClasses()
                .that(in(feature))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    @Test
    void featuresFormNoCircle() {
        slices().matching("lbm.manager.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void ofTheWorkerTheManagerKnowsTheWordsOnTheLink() {
        classes()
                .that()
                .resideInAPackage("lbm.manager..")
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("lbm.worker.."))
                        .or(resideInAnyPackage(LINK, CONFIG, TLS)))
                .check(CLASSES);
        // What a site may be told is checked by the words of those who act on it.
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "ecosystem..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONFIG, TLS)
                .check(CLASSES);
        noClasses()
                .that(resideInAnyPackage(ROOT + "spec..", ROOT + "instance..", ROOT + "cluster..", ROOT + "cli.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("lbm.worker..")
                .check(CLASSES);
    }

    /** Its start is measured in milliseconds. */
    @Test
    void theCommandLineLoadsNoNettyAndNoLogging() {
        noClasses()
                .that(in("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "org.slf4j..")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> in(String feature) {
        return resideInAPackage(ROOT + feature + "..");
    }

    private static DescribedPredicate<JavaClass> decisionsOf(String feature) {
        return in(feature).and(DescribedPredicate.not(resideInAPackage("lbm.manager.*.io..")));
    }
}
