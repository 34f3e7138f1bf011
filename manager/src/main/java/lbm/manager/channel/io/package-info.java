/** The sockets programs speak on, and those they are given to listen at. */
@NullMarked
package lbm.manager.channel.io;

import org.jspecify.annotations.NullMarked;
