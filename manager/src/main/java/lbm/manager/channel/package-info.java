/** What programs say of themselves: the words of Node's channel and of sd_notify(3), as values. */
@NullMarked
package lbm.manager.channel;

import org.jspecify.annotations.NullMarked;
