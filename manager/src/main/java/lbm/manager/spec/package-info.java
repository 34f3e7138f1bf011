/** What the operator asked for, as checked values. */
@NullMarked
package lbm.manager.spec;

import org.jspecify.annotations.NullMarked;
