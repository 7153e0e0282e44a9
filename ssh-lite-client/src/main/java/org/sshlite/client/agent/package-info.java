/** The user's agent, RFC 9987: keys that sign and are never seen. */
@NullMarked
package org.sshlite.client.agent;

import org.jspecify.annotations.NullMarked;
