/** What a client may have forwarded by the executable, RFC 4254 §7, §6.3: asked of the permit. */
@NullMarked
package org.sshlite.sshd.forward;

import org.jspecify.annotations.NullMarked;
