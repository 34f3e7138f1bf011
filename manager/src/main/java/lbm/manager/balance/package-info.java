/** Which worker gets the next connection. */
@NullMarked
package lbm.manager.balance;

import org.jspecify.annotations.NullMarked;
