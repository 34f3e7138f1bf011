/** What the kernel tells of the ends of processes. */
@NullMarked
package lbm.manager.history.io;

import org.jspecify.annotations.NullMarked;
