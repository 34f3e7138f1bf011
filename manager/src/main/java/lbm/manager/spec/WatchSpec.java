package lbm.manager.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Files whose change is followed by a reload.
 *
 * @param paths files and folders with all that is in them; absolute
 * @param ignore patterns of what does not count, relative to the app's folder
 * @param delay no change for so long comes before the reload
 */
public record WatchSpec(List<Path> paths, List<String> ignore, Duration delay) {

    public WatchSpec {
        paths = List.copyOf(paths);
        ignore = List.copyOf(ignore);
    }
}
