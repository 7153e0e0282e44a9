/** Which authentication methods a login needs, one after another: AuthenticationMethods. */
@NullMarked
package org.sshlite.sshd.method;

import org.jspecify.annotations.NullMarked;
