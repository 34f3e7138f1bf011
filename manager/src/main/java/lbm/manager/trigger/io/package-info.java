/** Hears of changed files. */
@NullMarked
package lbm.manager.trigger.io;

import org.jspecify.annotations.NullMarked;
