/** The life of one instance: state machine, restart policy, stop sequence. Decides, never acts. */
@NullMarked
package lbm.manager.instance;

import org.jspecify.annotations.NullMarked;
