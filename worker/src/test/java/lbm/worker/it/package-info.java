/** Real worker processes against a manager made for the test. */
@NullMarked
package lbm.worker.it;

import org.jspecify.annotations.NullMarked;
