/** {@code lbm doctor}: what may go wrong, looked at before it does. */
@NullMarked
package lbm.manager.cli.doctor;

import org.jspecify.annotations.NullMarked;
