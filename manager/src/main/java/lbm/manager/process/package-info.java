/** One OS process as values: what to start, who it is, how it ended, who belongs to its tree. */
@NullMarked
package lbm.manager.process;

import org.jspecify.annotations.NullMarked;
