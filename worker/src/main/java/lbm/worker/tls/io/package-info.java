/** TLS of one worker: the engine, files of certificates and tickets that change while it runs. */
@NullMarked
package lbm.worker.tls.io;

import org.jspecify.annotations.NullMarked;
