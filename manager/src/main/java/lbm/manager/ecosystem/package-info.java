/** The ecosystem file: YAML text to app specs, or every problem with its place. */
@NullMarked
package lbm.manager.ecosystem;

import org.jspecify.annotations.NullMarked;
