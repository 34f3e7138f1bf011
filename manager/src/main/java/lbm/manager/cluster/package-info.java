/** All instances of an app: count, rolling reload, scale. Decides, never acts. */
@NullMarked
package lbm.manager.cluster;

import org.jspecify.annotations.NullMarked;
