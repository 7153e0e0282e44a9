/** An agent, RFC 9987, as its clients see it: keys that sign and are never seen. */
@NullMarked
package org.sshlite.protocol.agent;

import org.jspecify.annotations.NullMarked;
