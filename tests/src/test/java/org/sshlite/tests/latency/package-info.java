/**
 * How quickly servers answer, how many logins and commands they take, and what an idle session
 * costs: a benchmark, run by hand through {@code tests/bin/latency-benchmark}.
 */
@NullMarked
package org.sshlite.tests.latency;

import org.jspecify.annotations.NullMarked;
