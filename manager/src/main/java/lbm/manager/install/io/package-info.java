/** Looks at the installed files and makes class archives of them. */
@NullMarked
package lbm.manager.install.io;

import org.jspecify.annotations.NullMarked;
