package org.sshlite.protocol.connection;

/** The two kinds of data of a channel, RFC 4254 §5.2. */
public enum Lane {
  /** SSH_MSG_CHANNEL_DATA: stdin towards the server, stdout towards the client. */
  DATA,
  /** SSH_MSG_CHANNEL_EXTENDED_DATA of type SSH_EXTENDED_DATA_STDERR. */
  STDERR
}
