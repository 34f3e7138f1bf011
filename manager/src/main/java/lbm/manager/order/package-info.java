/** Which app comes before which, and what an app that depends on others waits for. Decides, never acts. */
@NullMarked
package lbm.manager.order;

import org.jspecify.annotations.NullMarked;
