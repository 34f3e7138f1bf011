/** Starts, signals and hears OS processes: posix_spawn, pidfd and /proc of Linux. */
@NullMarked
package lbm.manager.process.io;

import org.jspecify.annotations.NullMarked;
