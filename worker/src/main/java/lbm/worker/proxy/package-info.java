/** What a proxy decides: whom to ask, what to pass on of a message, where it ends. */
@NullMarked
package lbm.worker.proxy;

import org.jspecify.annotations.NullMarked;
