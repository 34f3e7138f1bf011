@NullMarked
package lbm.manager.health.io;

import org.jspecify.annotations.NullMarked;
