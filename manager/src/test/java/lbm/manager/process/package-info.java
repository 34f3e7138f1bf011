/** Tests of decisions about processes. */
@NullMarked
package lbm.manager.process;

import org.jspecify.annotations.NullMarked;
