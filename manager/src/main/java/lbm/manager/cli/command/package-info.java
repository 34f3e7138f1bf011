/** One class per command: parse, ask, print. */
@NullMarked
package lbm.manager.cli.command;

import org.jspecify.annotations.NullMarked;
