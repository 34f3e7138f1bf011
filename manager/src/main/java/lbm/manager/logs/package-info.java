/** One ordered stream of lines from many processes: stamp, name files, remember, merge. */
@NullMarked
package lbm.manager.logs;

import org.jspecify.annotations.NullMarked;
