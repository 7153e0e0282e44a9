/**
 * "Is this the host I mean?" (RFC 4251 §4.1): known_hosts files as sshd(8) describes them, what
 * they say of a host and its key, and the verdict that explains itself. Files and nothing else: no
 * socket, no process, no prompt.
 */
@NullMarked
package org.sshlite.knownhosts;

import org.jspecify.annotations.NullMarked;
