/** What a manipulation did and what came of it: strikes, leaks, refusals. */
@NullMarked
package org.sshlite.mitm.evidence;

import org.jspecify.annotations.NullMarked;
