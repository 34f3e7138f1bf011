/** Whether instances are well: what is asked, what the answers mean, who is replaced. Decides, never acts. */
@NullMarked
package lbm.manager.health;

import org.jspecify.annotations.NullMarked;
