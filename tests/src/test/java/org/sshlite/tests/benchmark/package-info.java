/**
 * How fast the primitives are as we use them, warm, and which provider's is the faster one: JMH
 * benchmarks, run by hand. What they said stands beside the algorithm lists in {@code crypto}.
 */
@NullMarked
package org.sshlite.tests.benchmark;

import org.jspecify.annotations.NullMarked;
