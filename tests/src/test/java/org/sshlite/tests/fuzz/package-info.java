/**
 * Any bytes for whatever reads a stranger's: {@link org.sshlite.tests.fuzz.FuzzTest} tries the
 * inputs that are here and some thousands made of them, in each build the same ones; {@link
 * org.sshlite.tests.fuzz.LongFuzz} goes on for as long as it is told to, led by what of the code is
 * reached. A target whose parser is not public stands in the parser's package.
 */
@NullMarked
package org.sshlite.tests.fuzz;

import org.jspecify.annotations.NullMarked;
