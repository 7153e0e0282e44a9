package org.sshlite.tests.transfer;

import java.util.List;
import org.sshlite.protocol.transport.TransportOptions;

/**
 * What protects the packets, and how much faster than OpenSSH's our pair is to be with it.
 *
 * @param mac counts only for a cipher that does not authenticate by itself
 * @param goal warm, our pair's rate over that of ssh with sshd
 */
public record Suite(String cipher, String mac, double goal) {
  /** Nothing else is proposed. */
  public TransportOptions options() {
    return TransportOptions.builder().ciphers(List.of(cipher)).macs(List.of(mac)).build();
  }
}
