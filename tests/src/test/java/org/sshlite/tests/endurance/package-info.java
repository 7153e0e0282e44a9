/**
 * What is left behind in a server by much use: a benchmark, run by hand through {@code
 * tests/bin/endurance-benchmark}.
 */
@NullMarked
package org.sshlite.tests.endurance;

import org.jspecify.annotations.NullMarked;
