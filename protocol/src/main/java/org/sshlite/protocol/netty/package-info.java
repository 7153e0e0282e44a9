/**
 * SSH connections over sockets and streams: adapters between {@link
 * org.sshlite.protocol.connection.Connection} and Netty. No rule of the protocol lives here.
 */
@NullMarked
package org.sshlite.protocol.netty;

import org.jspecify.annotations.NullMarked;
