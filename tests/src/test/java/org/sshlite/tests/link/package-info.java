/**
 * What a long way and many channels cost: a benchmark, run by hand through {@code
 * tests/bin/link-benchmark}, and the proxy that makes the way long.
 */
@NullMarked
package org.sshlite.tests.link;

import org.jspecify.annotations.NullMarked;
