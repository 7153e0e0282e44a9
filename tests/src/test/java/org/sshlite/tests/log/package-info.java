/** What the programs tell whoever looks for a fault, and what they never tell. */
@NullMarked
package org.sshlite.tests.log;

import org.jspecify.annotations.NullMarked;
