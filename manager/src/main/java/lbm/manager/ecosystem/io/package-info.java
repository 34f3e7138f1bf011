/** Reads ecosystem files and looks at the paths they name. */
@NullMarked
package lbm.manager.ecosystem.io;

import org.jspecify.annotations.NullMarked;
