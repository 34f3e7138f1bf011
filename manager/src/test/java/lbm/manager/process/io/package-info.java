/** Tests with real processes. */
@NullMarked
package lbm.manager.process.io;

import org.jspecify.annotations.NullMarked;
