/** Samples of running instances and what they say. */
@NullMarked
package lbm.manager.metrics;

import org.jspecify.annotations.NullMarked;
