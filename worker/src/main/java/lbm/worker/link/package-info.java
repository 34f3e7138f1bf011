/** The words a manager and its workers exchange. */
@NullMarked
package lbm.worker.link;

import org.jspecify.annotations.NullMarked;
