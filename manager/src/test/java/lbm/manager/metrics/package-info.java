/** Tests of metrics. */
@NullMarked
package lbm.manager.metrics;

import org.jspecify.annotations.NullMarked;
