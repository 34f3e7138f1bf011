/** Watches that no test loses a buffer. */
@NullMarked
package lbm.worker.leaks;

import org.jspecify.annotations.NullMarked;
