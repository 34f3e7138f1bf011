/** Listeners, links, lanes: accepted sockets out, idle sockets back in. */
@NullMarked
package lbm.manager.balance.io;

import org.jspecify.annotations.NullMarked;
