/** The command line: what every command shares, and the fast road of the read-only ones. */
@NullMarked
package lbm.manager.cli;

import org.jspecify.annotations.NullMarked;
