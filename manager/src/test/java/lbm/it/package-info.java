/** The promises of lbm, each shown by the installed command, real processes and real sockets. */
@NullMarked
package lbm.it;

import org.jspecify.annotations.NullMarked;
