/** Takes samples of processes. */
@NullMarked
package lbm.manager.metrics.io;

import org.jspecify.annotations.NullMarked;
