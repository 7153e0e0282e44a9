package org.sshlite.protocol.connection;

import org.sshlite.protocol.message.ChannelType;

/**
 * A channel that is open, at one moment.
 *
 * @param localChannel our number
 * @param type what it was opened for
 * @param recipientChannel the peer's number
 * @param sendWindow bytes of data that the peer takes
 * @param receiveWindow bytes of data that the peer may send
 */
public record ChannelInfo(
    int localChannel,
    ChannelType type,
    int recipientChannel,
    long sendWindow,
    long receiveWindow) {}
