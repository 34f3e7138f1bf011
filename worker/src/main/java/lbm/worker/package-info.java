/** The program inside a worker process: joins link, intake and site on one event loop. */
@NullMarked
package lbm.worker;

import org.jspecify.annotations.NullMarked;
