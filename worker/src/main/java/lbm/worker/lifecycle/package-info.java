/** What a worker is doing and what follows from it. */
@NullMarked
package lbm.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
