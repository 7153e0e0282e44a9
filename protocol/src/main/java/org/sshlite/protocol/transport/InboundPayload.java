package org.sshlite.protocol.transport;

import org.sshlite.crypto.wire.SshReader;

/**
 * The payload of the packet that was just opened. Valid until the handler returns, unless it takes
 * the array.
 */
public interface InboundPayload {
  /** The message number. */
  int number();

  /** The array that holds the payload, from {@link #offset()}, the number first. */
  byte[] array();

  int offset();

  /** Bytes of payload, at least 1. */
  int length();

  /** A reader that stands after the message number. */
  default SshReader reader() {
    return new SshReader("message " + number(), array(), offset() + 1, length() - 1);
  }

  /** Makes the array the caller's, so that data need not be copied. */
  byte[] take();
}
