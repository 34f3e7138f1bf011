/** The control socket: HTTP/1.1 and JSON over a unix socket. */
@NullMarked
package lbm.manager.control.io;

import org.jspecify.annotations.NullMarked;
