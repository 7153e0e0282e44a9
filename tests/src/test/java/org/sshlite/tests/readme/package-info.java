/** The examples of README.md, as code that is compiled and run, and what keeps the two the same. */
@NullMarked
package org.sshlite.tests.readme;

import org.jspecify.annotations.NullMarked;
