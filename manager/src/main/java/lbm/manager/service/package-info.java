/** The systemd unit. */
@NullMarked
package lbm.manager.service;

import org.jspecify.annotations.NullMarked;
