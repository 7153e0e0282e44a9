/** The server's end of the bench: honest by default, and told by a Conduct where to misbehave. */
@NullMarked
package org.sshlite.mitm.end;

import org.jspecify.annotations.NullMarked;
