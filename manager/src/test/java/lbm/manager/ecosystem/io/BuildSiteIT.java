package lbm.manager.ecosystem.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site that ships is the one that scripts/build-site makes. */
class BuildSiteIT {

    private static final Path ROOT =
            Path.of(System.getProperty("lbm.root", "..")).toAbsolutePath().normalize();
    private static final Path DIST = ROOT.resolve("worker/site/dist");

    @TempDir
    Path folder;

    @Test
    void theCommittedSiteIsABuildOfItsSource() throws IOException, InterruptedException {
        Path built = folder.resolve("dist");
        Process build = new ProcessBuilder(
                        ROOT.resolve("scripts/build-site").toString(),
                        ROOT.resolve("worker/site/src").toString(),
                        built.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, build.waitFor(), said);
        assertEquals(contents(built), contents(DIST), "run scripts/build-site and commit worker/site/dist");
    }

    @Test
    void everyAssetThatIsMentionedIsThereUnderAHashedName() throws IOException {
        Matcher mention = Pattern.compile("/assets/[\\w.-]+")
                .matcher(String.join("\n", contents(DIST).values()));
        int mentions = 0;
        for (; mention.find(); mentions++) {
            assertTrue(Files.isRegularFile(DIST.resolve(mention.group().substring(1))), mention.group());
            assertTrue(mention.group().matches(".*-[0-9a-f]{8}\\.\\w+"), mention.group());
        }
        assertTrue(mentions >= 6, "index.html mentions its assets");
    }

    /** Nothing inline and nothing from elsewhere, so that a strict Content-Security-Policy fits. */
    @Test
    void thePageNeedsNothingInlineAndNoOtherHost() throws IOException {
        String page = Files.readString(DIST.resolve("index.html"));
        assertTrue(Pattern.compile("<script(?![^>]* src=)|<style|\\sstyle=|\\son\\w+=|https?://")
                .matcher(page)
                .results()
                .findAny()
                .isEmpty());
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        root.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }
}
