/** As whom, and held to what, a process is started. */
@NullMarked
package lbm.manager.limits;

import org.jspecify.annotations.NullMarked;
