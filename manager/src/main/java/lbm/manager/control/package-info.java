/** What a client can ask and what it is told. */
@NullMarked
package lbm.manager.control;

import org.jspecify.annotations.NullMarked;
