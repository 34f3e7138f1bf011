/** The site's files, small ones in memory. */
@NullMarked
package lbm.worker.content.io;

import org.jspecify.annotations.NullMarked;
