/** The HTTP/1.1 pipeline of one connection, and the warm-up that drives it. */
@NullMarked
package lbm.worker.http.io;

import org.jspecify.annotations.NullMarked;
