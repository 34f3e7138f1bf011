/** Samples of what processes use, and what they say. */
@NullMarked
package lbm.manager.metrics;

import org.jspecify.annotations.NullMarked;
