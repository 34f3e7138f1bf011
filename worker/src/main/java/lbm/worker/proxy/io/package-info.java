/** The proxy's connections, on both sides. */
@NullMarked
package lbm.worker.proxy.io;

import org.jspecify.annotations.NullMarked;
