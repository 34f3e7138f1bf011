package lbm.worker.content.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lbm.worker.content.Listing;
import lbm.worker.content.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersIT {

    @TempDir
    Path home;

    private Listing list(boolean dotfiles, boolean followLinks) throws IOException {
        Path root = home.resolve("root").toRealPath();
        Target.Path path = new Target.Path(List.of(), true);
        return Folders.list(path, root, new lbm.worker.config.Files(false, dotfiles, followLinks, true), root);
    }

    private static Set<String> names(Listing listing) {
        return listing.entries().stream().map(Listing.Entry::name).collect(Collectors.toSet());
    }

    @Test
    void onlyWhatWouldBeAnsweredIsListed() throws IOException {
        Path root = Files.createDirectory(home.resolve("root"));
        Files.writeString(home.resolve("outside.txt"), "x");
        Files.writeString(root.resolve("a.txt"), "x");
        Files.writeString(root.resolve(".env"), "x");
        Files.writeString(root.resolve("back\\slash"), "x");
        Files.writeString(root.resolve("new\nline"), "x");
        Files.createSymbolicLink(root.resolve("inside"), Path.of("a.txt"));
        Files.createSymbolicLink(root.resolve("outside"), home.resolve("outside.txt"));
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("missing"));
        Files.createDirectory(root.resolve("folder"));
        assertEquals(Set.of("a.txt", "inside", "folder"), names(list(false, false)));
        assertEquals(Set.of("a.txt", "inside", "folder", ".env", "outside"), names(list(true, true)));
    }

    @Test
    void ofAHugeFolderOnlyAPartIsRead() throws IOException {
        Path root = Files.createDirectory(home.resolve("root"));
        assertFalse(list(false, false).more());
        for (int i = 0; i < Folders.MOST + 1; i++) {
            Files.createFile(root.resolve("file-" + i));
        }
        Listing listing = list(false, false);
        assertTrue(listing.more());
        assertTrue(listing.entries().size() <= Folders.MOST);
    }
}
