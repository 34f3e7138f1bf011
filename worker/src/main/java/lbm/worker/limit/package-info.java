/** How many requests a client has made in its window, counted for all workers of an app together. */
@NullMarked
package lbm.worker.limit;

import org.jspecify.annotations.NullMarked;
