/** What programs say. */
@NullMarked
package lbm.manager.channel;

import org.jspecify.annotations.NullMarked;
