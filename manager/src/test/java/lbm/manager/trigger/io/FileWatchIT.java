package lbm.manager.trigger.io;

import static lbm.it.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchIT implements FileWatch.Listener {

    @TempDir
    Path folder;

    private final Set<Path> changed = ConcurrentHashMap.newKeySet();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final FileWatch watch = new FileWatch(Runnable::run, this);

    @Override
    public void changed(String app, Path path) {
        changed.add(folder.relativize(path));
    }

    @Override
    public void note(String app, String note) {
        notes.add(note);
    }

    @AfterEach
    void end() {
        watch.close();
    }

    private void begin(Path... paths) throws Exception {
        watch.watch("app", List.of(paths), path -> path.toString().contains("ignored"));
        Files.createDirectories(folder);
        // Heard once it is watched: everything after this is.
        await().until(() -> {
            Files.writeString(paths[0].resolve("probe"), "x" + System.nanoTime());
            return changed.contains(folder.relativize(paths[0].resolve("probe")));
        });
        changed.clear();
    }

    private void heard(String name) {
        await().until(() -> changed.contains(Path.of(name)));
    }

    @Test
    void filesInFoldersThatAreMadeLaterAreHeardOf() throws Exception {
        begin(folder);
        Files.createDirectories(folder.resolve("src/deep"));
        heard("src");
        // The new folder is watched from the moment it is heard of.
        await().until(() -> {
            Files.writeString(folder.resolve("src/deep/a.js"), "1" + System.nanoTime());
            return changed.contains(Path.of("src/deep/a.js"));
        });
        changed.clear();
        Files.delete(folder.resolve("src/deep/a.js"));
        heard("src/deep/a.js");
    }

    @Test
    void whatIsIgnoredIsNot() throws Exception {
        Files.createDirectories(folder.resolve("ignored"));
        begin(folder);
        Files.writeString(folder.resolve("ignored/a"), "1");
        Files.writeString(folder.resolve("ignored.txt"), "1");
        Files.writeString(folder.resolve("last"), "1");
        heard("last");
        assertTrue(changed.stream().noneMatch(path -> path.toString().contains("ignored")), changed.toString());
    }

    @Test
    void aLinkThatIsSetAnewIsAChangeAndFollowed() throws Exception {
        Files.createDirectories(folder.resolve("one"));
        Files.createDirectories(folder.resolve("two"));
        Path current = Files.createSymbolicLink(folder.resolve("current"), Path.of("one"));
        begin(current);
        Files.createSymbolicLink(folder.resolve("next"), Path.of("two"));
        Files.move(folder.resolve("next"), current, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        heard("current");
        await().until(() -> {
            Files.writeString(folder.resolve("two/a"), "" + System.nanoTime());
            return changed.contains(Path.of("current/a"));
        });
    }

    @Test
    void aSingleFileAndOneThatIsNotThereYetAreWatched() throws Exception {
        Path file = Files.writeString(folder.resolve("app.js"), "1");
        Files.createDirectories(folder.resolve("a"));
        watch.watch("app", List.of(file, folder.resolve("b/c")), path -> false);
        await().until(() -> {
            Files.writeString(file, "" + System.nanoTime());
            return changed.contains(Path.of("app.js"));
        });
        Files.writeString(folder.resolve("other.js"), "1");
        Files.createDirectories(folder.resolve("b/c"));
        heard("b/c");
        assertTrue(!changed.contains(Path.of("other.js")), changed.toString());
        await().until(() -> {
            Files.writeString(folder.resolve("b/c/d"), "" + System.nanoTime());
            return changed.contains(Path.of("b/c/d"));
        });
    }

    @Test
    void afterUnwatchNothingIsToldAndTheThreadEnds() throws Exception {
        begin(folder);
        watch.unwatch("app");
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("lbm-watch")));
        // One write is several events: the probe's last ones may have been on their way.
        changed.clear();
        Files.writeString(folder.resolve("a"), "1");
        assertEquals(Set.of(), changed);
        begin(folder);
        assertEquals(List.of(), notes);
    }

    /** As where no watch is left: the same changes, by looking. */
    @Test
    void withoutInotifyFilesAreLookedAt() throws Exception {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/a"), "1");
        Target target =
                new Target(List.of(folder), path -> false, path -> changed.add(folder.relativize(path)), notes::add);
        target.begin(Folders.none());
        assertEquals(1, notes.size());
        assertTrue(notes.get(0).contains("inotify"), notes.get(0));
        target.look(Folders.none(), System.nanoTime());
        assertEquals(Set.of(), changed);
        Files.writeString(folder.resolve("src/a"), "longer");
        Files.writeString(folder.resolve("b"), "new");
        target.look(Folders.none(), System.nanoTime() + 3_000_000_000L);
        assertEquals(Set.of(Path.of("src/a"), Path.of("b")), changed);
        changed.clear();
        Files.delete(folder.resolve("b"));
        target.look(Folders.none(), System.nanoTime() + 6_000_000_000L);
        assertEquals(Set.of(Path.of("b")), changed);
    }
}
