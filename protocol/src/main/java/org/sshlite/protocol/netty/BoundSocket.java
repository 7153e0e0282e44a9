package org.sshlite.protocol.netty;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/**
 * A socket that listens already, because whoever started us opened it. Who gets it owns it.
 *
 * @param address that it listens on in truth, whatever {@code channel} believes
 */
public record BoundSocket(ServerSocketChannel channel, InetSocketAddress address) {}
