/** Answers as HTTP: texts of headers, health, the requests of the warm-up. */
@NullMarked
package lbm.worker.http;

import org.jspecify.annotations.NullMarked;
