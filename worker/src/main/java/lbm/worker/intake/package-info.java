/** What to do with client connections when this worker leaves. */
@NullMarked
package lbm.worker.intake;

import org.jspecify.annotations.NullMarked;
