/** Why processes ended: the kinds of ends, and the last ones of each app. */
@NullMarked
package lbm.manager.history;

import org.jspecify.annotations.NullMarked;
