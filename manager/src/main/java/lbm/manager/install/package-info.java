/** Where lbm's own files are, and the command lines of its programs. */
@NullMarked
package lbm.manager.install;

import org.jspecify.annotations.NullMarked;
