/** What makes an app be replaced without anybody's command: a changed file, a time of the clock. */
@NullMarked
package lbm.manager.trigger;

import org.jspecify.annotations.NullMarked;
