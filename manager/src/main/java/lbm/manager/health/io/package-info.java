/** Asks over HTTP, TCP and by commands, on the manager's loop. */
@NullMarked
package lbm.manager.health.io;

import org.jspecify.annotations.NullMarked;
