/** The sockets programs speak on, against real programs. */
@NullMarked
package lbm.manager.channel.io;

import org.jspecify.annotations.NullMarked;
