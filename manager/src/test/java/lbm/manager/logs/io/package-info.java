/** Tests with real pipes and files. */
@NullMarked
package lbm.manager.logs.io;

import org.jspecify.annotations.NullMarked;
