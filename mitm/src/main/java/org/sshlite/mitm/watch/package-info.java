/** Looks at the keys of hosts, again and again, and tells what has changed. */
@NullMarked
package org.sshlite.mitm.watch;

import org.jspecify.annotations.NullMarked;
