/** The walls between the worker's packages. */
@NullMarked
package lbm.worker.arch;

import org.jspecify.annotations.NullMarked;
