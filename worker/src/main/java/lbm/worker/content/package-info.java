/** From a request's path and a file's facts to what is answered. */
@NullMarked
package lbm.worker.content;

import org.jspecify.annotations.NullMarked;
