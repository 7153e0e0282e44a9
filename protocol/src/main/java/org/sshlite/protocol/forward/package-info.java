/**
 * What a connection carries besides sessions, RFC 4254 §7, either role: sockets that listen here,
 * targets that are connected to, and the relay between a socket and a channel.
 */
@NullMarked
package org.sshlite.protocol.forward;

import org.jspecify.annotations.NullMarked;
