/** The link to the manager and its lanes, over unix sockets. */
@NullMarked
package lbm.worker.link.io;

import org.jspecify.annotations.NullMarked;
