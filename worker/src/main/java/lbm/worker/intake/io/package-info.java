/** Client connections: how they come in, how they leave for another worker, how they end. */
@NullMarked
package lbm.worker.intake.io;

import org.jspecify.annotations.NullMarked;
