/** Installs the unit and tells systemd how the manager is. */
@NullMarked
package lbm.manager.service.io;

import org.jspecify.annotations.NullMarked;
