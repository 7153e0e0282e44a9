package org.sshlite.protocol.connection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sshlite.protocol.transport.Endpoint;
import org.sshlite.protocol.transport.TransportFigures;

/**
 * What has passed on a connection and what is open on it, at one moment.
 *
 * @param local where it is connected here; empty where it is carried by something else than TCP
 * @param remote where it is connected there; likewise
 * @param age since it began
 * @param bytesReceived in all, with what goes around data
 * @param bytesSent likewise
 * @param held bytes of the heap in which something waits here: the rest of a packet, somebody who
 *     reads, or the peer
 * @param channels by number
 */
public record ConnectionFigures(
    Optional<Endpoint> local,
    Optional<Endpoint> remote,
    Duration age,
    long bytesReceived,
    long bytesSent,
    TransportFigures transport,
    long held,
    List<ChannelInfo> channels) {
  public ConnectionFigures {
    channels = List.copyOf(channels);
  }
}
