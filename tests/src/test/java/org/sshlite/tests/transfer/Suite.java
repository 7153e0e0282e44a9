package org.sshlite.tests.transfer;

import java.util.List;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * What protects the packets.
 *
 * @param mac counts only for a cipher that does not authenticate by itself
 */
public record Suite(String cipher, String mac) {
  /** The cipher's name, without whose it is. */
  String title() {
    return cipher.replaceFirst("@.*", "");
  }

  /** Nothing else is proposed. */
  public TransportOptions options() {
    return TransportOptions.builder().ciphers(List.of(cipher)).macs(List.of(mac)).build();
  }
}
