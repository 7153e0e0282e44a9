/**
 * How fast files move, ours and OpenSSH's side by side: a benchmark, run by hand through {@code
 * tests/bin/file-benchmark}.
 */
@NullMarked
package org.sshlite.tests.file;

import org.jspecify.annotations.NullMarked;
