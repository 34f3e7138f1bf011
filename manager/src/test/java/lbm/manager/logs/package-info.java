/** Tests of decisions about lines. */
@NullMarked
package lbm.manager.logs;

import org.jspecify.annotations.NullMarked;
