/** Tests of metrics with real processes. */
@NullMarked
package lbm.manager.metrics.io;

import org.jspecify.annotations.NullMarked;
