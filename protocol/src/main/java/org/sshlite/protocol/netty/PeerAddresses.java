package org.sshlite.protocol.netty;

import java.net.InetSocketAddress;

/** The two ends of an accepted connection. */
public record PeerAddresses(InetSocketAddress remote, InetSocketAddress local) {}
