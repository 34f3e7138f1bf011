/** The file by which the workers of an app count together. */
@NullMarked
package lbm.worker.limit.io;

import org.jspecify.annotations.NullMarked;
