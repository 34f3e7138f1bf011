/** The one loop: puts everything together, keeps the state on disk, adopts what is alive. */
@NullMarked
package lbm.manager.daemon;

import org.jspecify.annotations.NullMarked;
