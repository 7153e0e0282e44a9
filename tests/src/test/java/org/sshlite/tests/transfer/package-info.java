/**
 * How fast whole programs move bulk data, ours and OpenSSH's side by side: a benchmark, run by hand
 * through {@code tests/bin/transfer-benchmark}.
 */
@NullMarked
package org.sshlite.tests.transfer;

import org.jspecify.annotations.NullMarked;
