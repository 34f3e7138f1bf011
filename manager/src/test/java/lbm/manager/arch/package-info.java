/** The walls between the manager's packages. */
@NullMarked
package lbm.manager.arch;

import org.jspecify.annotations.NullMarked;
