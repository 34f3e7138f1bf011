/** What this worker was told when it was started. */
@NullMarked
package lbm.worker.config;

import org.jspecify.annotations.NullMarked;
