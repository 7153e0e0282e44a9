/**
 * The connection protocol, RFC 4254, both roles: channels, their windows, requests, and {@link
 * org.sshlite.protocol.connection.Connection}, which joins it to transport and authentication.
 * Bytes and events in, bytes and actions out; no socket.
 */
@NullMarked
package org.sshlite.protocol.connection;

import org.jspecify.annotations.NullMarked;
