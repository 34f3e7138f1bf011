package lbm.manager.ecosystem;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file is read against.
 *
 * @param env name given by {@code --env}
 * @param processors what {@code instances: max} means, at least 1
 * @param home LBM_HOME, absolute: standard log files are in its {@code logs}
 * @param userHome what {@code ~} means, absolute
 */
public record Options(Optional<String> env, int processors, Path home, Path userHome) {}
