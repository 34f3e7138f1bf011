/** Accounts, rights and control groups of this machine. */
@NullMarked
package lbm.manager.limits.io;

import org.jspecify.annotations.NullMarked;
