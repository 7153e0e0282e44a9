/**
 * What the time of an answer tells: a benchmark, run by hand through {@code
 * tests/bin/timing-benchmark}.
 */
@NullMarked
package org.sshlite.tests.timing;

import org.jspecify.annotations.NullMarked;
