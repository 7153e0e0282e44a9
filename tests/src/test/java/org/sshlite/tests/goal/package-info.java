/**
 * What the benchmarks have measured, beside what the project wants: each of them says it by the
 * same words, in one table.
 */
@NullMarked
package org.sshlite.tests.goal;

import org.jspecify.annotations.NullMarked;
