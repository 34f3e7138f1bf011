/** Certificates, keys and names of TLS, as values. */
@NullMarked
package lbm.worker.tls;

import org.jspecify.annotations.NullMarked;
