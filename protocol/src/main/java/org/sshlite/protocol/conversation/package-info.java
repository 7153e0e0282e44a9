/**
 * A dialogue with the person who logs in, RFC 4256: what is asked and answered, and the thread on
 * which a method waits for it. Knows no messages but prompts, and no state of a login.
 */
@NullMarked
package org.sshlite.protocol.conversation;

import org.jspecify.annotations.NullMarked;
