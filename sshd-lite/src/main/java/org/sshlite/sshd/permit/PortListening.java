package org.sshlite.sshd.permit;

import java.net.ProtocolFamily;
import java.util.Optional;
import org.sshlite.protocol.forward.BindAddress;

/**
 * How a permitted {@code tcpip-forward} is carried out, RFC 4254 §7.1.
 *
 * @param family of the sockets, empty for each there is; where it has no such address, the request
 *     fails
 * @param port 0 for a free one, the same in each family, that the answer tells the client
 * @param notice for a SSH_MSG_DEBUG to the client: it did not get the address it asked for
 */
public record PortListening(
    BindAddress address, Optional<ProtocolFamily> family, int port, Optional<String> notice) {}
