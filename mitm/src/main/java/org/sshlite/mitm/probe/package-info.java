/** What a hostile client does to a server, each with the rule that it breaks. */
@NullMarked
package org.sshlite.mitm.probe;

import org.jspecify.annotations.NullMarked;
