/** Reads the output of processes, writes it to files and hands it to followers; nothing is lost or doubled. */
@NullMarked
package lbm.manager.logs.io;

import org.jspecify.annotations.NullMarked;
